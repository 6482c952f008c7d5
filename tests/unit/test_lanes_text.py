"""A failing order as lanes in a terminal."""

from __future__ import annotations

import asyncio
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.errors import Wait
from pytest_coro_lessons.explore import (
    Deviation,
    Exploration,
    Failure,
    Name,
    Row,
    Token,
    cancelled_somewhere,
    explore,
    replay,
)
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


# Six tasks, and two things that must be unusual.
STALE = learner(
    """\
    import asyncio

    async def stale(world):
        shown = []
        search = world.operation("search", seconds=0.3, lo=0.1, hi=1.5)

        async def type_in(at, text):
            await asyncio.sleep(at)
            await search(text)
            shown.append(text)

        async def others():
            for _ in range(3):
                await search("other")

        async with asyncio.TaskGroup() as group:
            group.create_task(type_in(0.0, "cor"), name="first")
            group.create_task(type_in(0.5, "coroutine"), name="second")
            for number in range(4):
                group.create_task(others(), name=f"other {number}")
        assert shown[-1] == "coroutine", f"{shown[-1]!r} is shown"
    """
)["stale"]


THREADS = learner(
    """\
    import asyncio

    async def threads(world):
        heard = []

        async def ask(name):
            heard.append(await asyncio.to_thread(str, name))

        async with asyncio.TaskGroup() as group:
            group.create_task(ask("1"), name="Ana")
            group.create_task(ask("2"), name="Luis")
        assert heard == ["1", "2"], f"{heard} was heard"
    """
)["threads"]

CONNECTIONS = learner(
    """\
    import asyncio

    async def echo(reader, writer):
        writer.write(await reader.readline())
        writer.close()

    async def connections(world):
        heard = []

        async def ask(name):
            reader, writer = await asyncio.open_connection("srv", 80)
            writer.write(f"{name}\\n".encode())
            heard.append((await reader.readline()).decode().strip())
            writer.close()

        async with await asyncio.start_server(echo, "srv", 80):
            async with asyncio.TaskGroup() as group:
                group.create_task(ask("1"), name="Ana")
                group.create_task(ask("2"), name="Luis")
        assert heard == ["1", "2"], f"{heard} was heard"

    async def in_pieces(world):
        heard = []

        async def hear(reader, writer):
            heard.append(await reader.read(100))
            await reader.read()
            writer.close()

        async with await asyncio.start_server(hear, "srv", 80):
            reader, writer = await asyncio.open_connection("srv", 80)
            writer.write(b"hello")
            writer.write_eof()
            await reader.read()
            writer.close()
        assert heard == [b"hello"], f"{heard} was heard"
    """
)


async def lost_task(world: World) -> None:
    events: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()

    async def listen() -> None:
        event = asyncio.Event()
        events.add(event)
        await event.wait()

    asyncio.create_task(listen())  # noqa: RUF006
    await world.operation("work")()


@pytest.fixture(scope="module")
def explorations() -> dict[str, Exploration]:
    return {
        "lost update": explore(lost_update, files=["exercise.py"]),
        "deadlock": explore(deadlock),
        "lost connection": explore(lost_connection, sweep="cancel", files=["exercise.py"]),
        "stale": explore(STALE, seed=3),
        "threads": explore(THREADS, files=["exercise.py"]),
        "connections": explore(CONNECTIONS["connections"], files=["exercise.py"]),
        "in pieces": explore(CONNECTIONS["in_pieces"], sweep="chunks", files=["exercise.py"]),
        "lost task": explore(lost_task, sweep="garbage"),
        "replayed": replay(lost_update, "0.1.1", files=["exercise.py"]),
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
        assert work.calls[0].ended_order == 2, "\x1b[0m\r wrong"

    text = render(explore(program))

    assert "\x1b" not in text
    assert "\r" not in text


def failed(**facts: Any) -> Exploration:
    """An exploration made by hand."""
    usual: dict[str, Any] = {
        "outcome": "failed",
        "stage": "few",
        "index": 4,
        "token": Token.parse("1"),
        "error": AssertionError("wrong"),
        "at": 1.5,
    }
    return Exploration(Failure(**(usual | facts)), tried=4)


A, B = Name("a", "read()"), Name("b", "write(1)")
BYTES = Name("a", "5", "bytes")


@pytest.mark.parametrize(
    ("deviation", "words"),
    [
        (Deviation("order", 1.0, (A,), (B,)), "a: read() came before b: write(1)."),
        (Deviation("order", 1.0, (A,)), "a: read() came early."),
        (Deviation("turn", 1.0, (A,)), "a: read() came while others were at work."),
        (Deviation("tie", 1.0, (A,), (B,)), "both due at the same instant."),
        (Deviation("held", 1.0, (), (A,)), "a: read() came after everything else"),
        (
            Deviation("cut", 1.0, (BYTES,), (), "x.py", 3, 1),
            "a: 5 bytes (x.py:3) were received byte by byte.",
        ),
        (
            Deviation("cut", 1.0, (BYTES,), number=3),
            "a: 5 bytes were received in two parts, cut after byte 2.",
        ),
        (Deviation("sets", 1.0), "asyncio's sets came out backwards."),
        (Deviation("cancel", 1.0, (), (A,), "x.py", 3, 2), "it waited for read() (x.py:3)."),
        (Deviation("cancel", 1.0, (), (A,)), "it waited for read() (?)."),
        (Deviation("garbage", 1.0), "garbage was collected at every turn of the loop."),
    ],
)
def test_every_kind_of_deviation_has_its_words(deviation: Deviation, words: str) -> None:
    exploration = failed(deviations=(deviation,))

    assert words in " ".join(render(exploration).split())
    assert "{" not in render(exploration, language="es")


def test_more_than_two_deviations_are_counted() -> None:
    deviations = (Deviation("turn", 1.0, (A,)),) * 4

    assert "came while others were at work; 2 more." in " ".join(
        render(failed(deviations=deviations)).split()
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"outcome": "busy"}, "At 1.5 s it goes on for ever without waiting."),
        ({"outcome": "limit"}, "It has no end: after 1.5 virtual seconds it still goes on."),
        ({"outcome": "stalled"}, "At 1.5 s all wait for ever."),
        (
            {"outcome": "stalled", "waits": (Wait("a", "", 0, None, None, "Queue.get"),)},
            "At 1.5 s all wait for ever: a (Queue.get).",
        ),
        (
            {"outcome": "stalled", "waits": (Wait("a", "", 0, None, None),)},
            "At 1.5 s all wait for ever: a (Future).",
        ),
        (
            {"outcome": "stalled", "waits": (Wait("thread x_0", "", 0, None, None, "lock"),)},
            "At 1.5 s all wait for ever: thread x_0 (a lock).",
        ),
        ({"error": ValueError("bad\nmore")}, "ValueError: bad"),
        ({"error": ValueError()}, "ValueError"),
        ({"error": ExceptionGroup("many", [ValueError("bad")])}, "ValueError: bad"),
        ({"stage": "default", "token": Token()}, "Wrong in the usual order already:"),
        ({"stage": "replay"}, "The order 1:"),
    ],
)
def test_every_end_has_its_words(facts: dict[str, Any], words: str) -> None:
    assert words in render(failed(**facts)).splitlines()


def test_the_default_order_needs_no_token() -> None:
    assert "Again" not in render(failed(stage="default", token=Token()))


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (Row(0.5, "a", "start", "read()"), "read() … never ends"),
        (Row(0.5, "a", "end", "read()", "100", "ok"), "read() → 100"),
        (Row(0.5, "a", "end", "read()", None, "ok"), "read()"),
        (Row(0.5, "a", "end", "read()", "KeyError(1)", "failed"), "read() ✗ KeyError(1)"),
        (Row(0.5, "a", "end", "read()", None, "cancelled"), "read() ✗ cancelled"),
        (Row(0.5, "a", "print", "hello"), "“hello”"),
        (Row(0.5, "a", "timer", "sleep(1)"), "sleep(1)"),
    ],
)
def test_every_kind_of_row_has_its_cell(row: Row, cell: str) -> None:
    lines = render(failed(tasks=("a",), rows=(row,))).splitlines()

    assert lines[2] == f" 0.5  {cell}"


@pytest.mark.parametrize(
    ("noun", "en", "es"),
    [
        ("bytes", "5 bytes", "5 bytes"),
        ("request", "request to connect to 5", "petición de conexión a 5"),
        ("connection", "connection to 5", "conexión con 5"),
        ("accepted", "connection at 5", "conexión en 5"),
        ("message_to", "message to 5", "mensaje para 5"),
        ("message_from", "message from 5", "mensaje de 5"),
        ("end_to", "end of the data to 5", "fin de los datos para 5"),
        ("end_from", "end of the data from 5", "fin de los datos de 5"),
        ("reset", "reset of the connection to 5", "corte de la conexión con 5"),
    ],
)
def test_every_noun_has_its_words_in_cells_and_sentences(noun: str, en: str, es: str) -> None:
    late = Deviation("held", 1.0, (), (Name("a", "5", noun),))
    row = Row(0.5, "a", "arrival", "5", deviation=0, noun=noun)
    exploration = failed(tasks=("a",), rows=(row,), deviations=(late,))

    for language, words in (("en", en), ("es", es)):
        told = render(exploration, language=language, width=120)
        assert f"a: {words} " in told
        assert told.splitlines()[2].startswith(f" 0.5  {words} ")


def rows_of(*tasks: str) -> tuple[Row, ...]:
    return tuple(
        Row(float(at), task, "end", f"step({at})", outcome="ok") for at, task in enumerate(tasks)
    )


def test_what_is_as_usual_and_what_has_no_room_is_counted() -> None:
    exploration = failed(tasks=("a", "b"), rows=rows_of(*"aabb" * 6), same_rows=10)

    lines = render(exploration).splitlines()

    assert lines[2] == "  … 10 lines as usual"
    assert "more lines" in lines[-4]
    assert lines[-3].startswith("  23  ")
    assert len(lines) == 12


def test_more_than_four_tasks_share_the_last_column() -> None:
    exploration = failed(tasks=tuple("abcdef"), rows=rows_of(*"abcdef"), came_in=None)

    lines = render(exploration).splitlines()

    assert lines[1].split() == ["t", "a", "b", "c", "others"]
    assert lines[-3].split() == ["5", "f:", "step(5)"]


def test_the_tasks_that_the_sentences_are_about_have_columns_of_their_own() -> None:
    exploration = failed(
        tasks=tuple("abcdef"),
        rows=rows_of(*"abcdef"),
        file="x.py",
        line=3,
        waiting=Name("e", "read()"),
        came_in=Name("f", "read()"),
        deviations=(Deviation("order", 0.0, (Name("d", "x"),), (Name("a", "y"),)),),
    )

    assert render(exploration).splitlines()[1].split() == ["t", "d", "e", "f", "others"]
