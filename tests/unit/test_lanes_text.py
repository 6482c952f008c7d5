"""A failing order as lanes in a terminal."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.explore import Exploration, cancelled_somewhere, explore, replay
from pytest_coro_lessons.reports.lanes_text import render

from .test_explore import deadlock, lost_update
from .virtual import learner

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_coro_lessons.operations import World

LEARNER = learner(
    """\
    async def with_connection(pool, query):
        connection = await pool.get()
        answer = await query(connection)
        pool.put_nowait(connection)
        return answer
    """
)


async def lost_connection(world: World) -> None:
    pool: asyncio.Queue[int] = asyncio.Queue()
    pool.put_nowait(1)
    query = world.operation("query", seconds=0.5)
    with cancelled_somewhere():
        await LEARNER["with_connection"](pool, query)
    assert pool.qsize() == 1, "a connection is gone"


async def stale(world: World) -> None:
    """Six tasks, and two things that must be unusual."""
    shown: list[str] = []
    search = world.operation("search", seconds=0.3, lo=0.1, hi=1.5)

    async def type_in(at: float, text: str) -> None:
        await asyncio.sleep(at)
        await search(text)
        shown.append(text)

    async def others() -> None:
        for _ in range(3):
            await search("other")

    async with asyncio.TaskGroup() as group:
        group.create_task(type_in(0.0, "cor"), name="first")
        group.create_task(type_in(0.5, "coroutine"), name="second")
        for number in range(4):
            group.create_task(others(), name=f"other {number}")
    assert shown[-1] == "coroutine", f"{shown[-1]!r} is shown"


@pytest.fixture(scope="module")
def explorations() -> dict[str, Exploration]:
    return {
        "lost update": explore(lost_update, files=["exercise.py"]),
        "deadlock": explore(deadlock),
        "lost connection": explore(lost_connection, sweep="cancel", files=["exercise.py"]),
        "stale": explore(stale, seed=3),
        "replayed": replay(lost_update, "0.0.1-p0.0.1", files=["exercise.py"]),
    }


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("en", {"language": "en"}),
        ("es", {"language": "es"}),
        ("ascii", {"language": "es", "unicode": False, "width": 60}),
    ],
)
def test_the_texts_are_those_of_the_golden_file(
    name: str,
    options: Any,
    explorations: dict[str, Exploration],
    golden: Callable[[str, str], None],
) -> None:
    texts = [
        render(one, shown=lambda file: Path(file).name, **options) for one in explorations.values()
    ]

    golden(f"lanes.{name}.txt", "\n\n".join(texts))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_line_is_too_wide_and_there_are_at_most_12_in_80_columns(
    width: int, language: str, explorations: dict[str, Exploration]
) -> None:
    texts = [render(one, width=width, language=language) for one in explorations.values()]

    assert max(len(line) for text in texts for line in text.splitlines()) <= width
    most = {80: 12, 120: 12}.get(width, 24)
    assert max(len(text.splitlines()) for text in texts) <= most


def test_the_ascii_form_has_nothing_but_ascii(explorations: dict[str, Exploration]) -> None:
    texts = [render(one, unicode=False, language="es") for one in explorations.values()]

    assert all(text.isascii() for text in texts)


def test_what_passes_has_no_text() -> None:
    assert render(Exploration(None, tried=71)) == ""


def test_a_command_that_replays_stands_in_place_of_the_token(
    explorations: dict[str, Exploration],
) -> None:
    text = render(explorations["lost update"], replay="pytest -k account --coro-replay 1")

    assert text.splitlines()[-1] == "Again: pytest -k account --coro-replay 1"


def test_an_order_that_did_not_fail_again_is_told_as_such(
    explorations: dict[str, Exploration],
) -> None:
    exploration = explorations["lost update"]
    assert exploration.failure is not None

    text = render(replace(exploration, failure=replace(exploration.failure, repeats=False)))

    assert "did not fail again" in text


def test_what_a_program_names_cannot_move_the_cursor() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
        async with asyncio.TaskGroup() as group:
            group.create_task(work("\x1b[2J"), name="\x1b[31m red\r\n")
            group.create_task(work("b"), name="b")
        assert work.calls[0].ended_order == 0, "\x1b[0m\r wrong"

    text = render(explore(program))

    assert "\x1b" not in text
    assert "\r" not in text
