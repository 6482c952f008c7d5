"""A failing order as facts: what is kept, what is told of it, and where it is drawn."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons import CheckFailed, cancelled_somewhere, result
from pytest_coro_lessons.diagnostics import Diagnostic, words
from pytest_coro_lessons.explore import explore, from_facts, replay, to_facts
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.grading.orders import diagnose_order
from pytest_coro_lessons.reports.html import html_report
from pytest_coro_lessons.reports.lanes_text import render, render_found

from .courses import exercise
from .test_explore import deadlock, lost_update
from .test_explore_choices import exchange

if TYPE_CHECKING:
    from pytest_coro_lessons.explore import Exploration, Failure
    from pytest_coro_lessons.operations import World


def failing(program: Any, **options: Any) -> tuple[Exploration, Failure]:
    exploration = explore(program, **options)
    assert exploration.failure is not None
    return exploration, exploration.failure


def found(program: Any, **options: Any) -> Diagnostic:
    return diagnose_order(*failing(program, **options), test="test_bank.py::test_it")


async def leaks_a_connection(world: World) -> None:
    free: asyncio.Queue[int] = asyncio.Queue()
    free.put_nowait(1)
    query = world.operation("query", seconds=0.5)
    with cancelled_somewhere():
        connection = await free.get()
        await query(connection)
        free.put_nowait(connection)
    assert free.qsize() == 1, "a connection is gone"


async def many_rows(world: World) -> None:
    work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
    for number in range(600):
        await work(number)
    first = asyncio.ensure_future(work("a"))
    await work("b")
    assert first.done(), "a is late"


# What is kept.


async def threads(world: World) -> None:
    del world
    heard: list[int] = []

    async def ask(number: int) -> None:
        heard.append(await asyncio.to_thread(int, number))

    async with asyncio.TaskGroup() as group:
        group.create_task(ask(1), name="Ana")
        group.create_task(ask(2), name="Luis")
    assert heard == [1, 2], heard


async def connections(world: World) -> None:
    del world
    heard: list[str] = []
    await exchange("ab", heard)
    assert heard == ["a", "b"], heard


@pytest.mark.parametrize("program", [lost_update, deadlock, threads, connections])
def test_what_is_drawn_is_the_same_after_a_trip_through_json(program: Any) -> None:
    exploration, failure = failing(program, files=["exercise.py"])

    back = from_facts(json.loads(json.dumps(to_facts(exploration, failure))))

    lanes = render(exploration, headline=False).splitlines()
    told = render(back, headline=False).splitlines()
    assert [line for line in lanes if line in told] == told
    assert len(lanes) - len(told) == 1  # what the program raised is told elsewhere


def test_the_folder_of_a_file_is_not_kept() -> None:
    exploration, failure = failing(leaks_a_connection, sweep="cancel", files=[__file__])

    facts: Any = to_facts(exploration, failure)

    assert failure.deviations[0].file == __file__
    assert facts["deviations"][0]["file"] == Path(__file__).name


def test_of_many_rows_those_around_the_unusual_one_are_kept_and_the_others_counted() -> None:
    exploration, failure = failing(many_rows, bound=0)

    facts: Any = to_facts(exploration, failure)
    back = from_facts(facts)

    assert len(facts["rows"]) <= 200
    assert facts["rows_before"] + len(facts["rows"]) + facts["rows_after"] == 602
    assert "lines as usual" in render(back, headline=False)


# What is told.


def test_a_wrong_order_is_told_with_the_await_where_another_task_came_in() -> None:
    told = found(lost_update, files=["exercise.py"])

    assert (told.code, told.file, told.line) == ("CL211", "exercise.py", 9)
    assert told.facts["error"] == "the balance is 150"
    assert told.facts["waiting"] == "Luis"
    assert (told.facts["index"], told.facts["replayed"]) == (2, None)


def test_what_a_check_found_is_told_in_the_language_of_the_reader() -> None:
    async def program(world: World) -> None:
        try:
            await lost_update(world)
        except AssertionError as error:
            result(str(error), "nothing")

    told = found(program)

    assert "Expected: 'nothing'" in words(told, "en").happened
    assert "Se esperaba: 'nothing'" in words(told, "es").happened
    assert not words(told, "en").happened.endswith("..")


def test_who_came_in_is_told_without_words_that_only_a_drawing_has() -> None:
    told = found(connections, files=[exchange.__code__.co_filename])

    assert (told.facts["waiting"], told.facts["came_in"]) == ("call 1", "call 2")
    assert told.line is not None
    assert "mensaje de a" in render_found(told.facts, language="es", width=120)


def test_another_exception_is_told_with_its_name() -> None:
    async def program(world: World) -> None:
        try:
            await lost_update(world)
        except AssertionError:
            raise KeyError("Ana") from None

    assert found(program).facts["error"] == "KeyError: 'Ana'"


def test_the_only_exception_of_a_task_group_is_the_error() -> None:
    async def program(world: World) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(lost_update(world))

    assert found(program).facts["error"] == "the balance is 150"


def test_a_circle_of_waits_is_told_as_one() -> None:
    told = found(deadlock)

    assert (told.code, told.facts["case"]) == ("CL212", "cycle")
    assert told.facts["cycle"] == ["take 1", "take 2", "take 1"]
    assert "error" not in told.facts


def test_who_is_stuck_is_told_without_those_who_wait_for_them() -> None:
    async def program(world: World) -> None:
        event = asyncio.Event()
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)

        async def waits() -> None:
            await work(1)
            await event.wait()

        async def wakes() -> None:
            await work(2)
            event.set()
            event.clear()

        async with asyncio.TaskGroup() as group:
            group.create_task(waits(), name="Ana")
            group.create_task(wakes(), name="Luis")

    told = found(program)

    assert (told.code, told.facts["stuck"]) == ("CL212", ["Ana (Event.wait)"])


def test_a_cancellation_is_told_with_what_was_waited_for() -> None:
    told = found(leaks_a_connection, sweep="cancel", files=[__file__])

    assert (told.code, told.facts["number"], told.facts["waited_for"]) == ("CL213", 1, ["query(1)"])
    assert told.file == __file__
    assert told.line is not None


def test_a_cancellation_that_is_swallowed_is_told_within() -> None:
    async def program(world: World) -> None:
        with cancelled_somewhere(), suppress(asyncio.CancelledError):
            await asyncio.sleep(1)

    told: Any = found(program, sweep="cancel")

    assert (told.code, told.facts["error"]["code"]) == ("CL213", "CL301")


def test_a_replayed_order_is_not_said_to_be_one_of_many() -> None:
    exploration = replay(lost_update, "1")
    assert exploration.failure is not None

    told = diagnose_order(exploration, exploration.failure)

    assert words(told, "en").happened == "In the order 1 it does not work: the balance is 150."


# Where it is drawn.


def test_a_diagnostic_draws_its_order_and_how_to_run_it_again() -> None:
    lines = render_found(found(lost_update).facts).splitlines()

    assert lines[0].split() == ["t", "Ana", "Luis"]
    assert lines[-1] == "Again: pytest test_bank.py::test_it --coro-replay 1"


def test_a_diagnostic_without_an_order_draws_nothing() -> None:
    assert render_found({"count": 3}) == ""


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "The order in which test_boils fails"), ("es", "El orden en que falla test_boils")],
)
def test_the_html_report_shows_the_order(language: str, label: str) -> None:
    outcome = Outcome("test_boils", "failed", (found(lost_update),), 1.0)

    page = html_report([grade(exercise("make-tea", 1), [outcome])], {}, language)

    assert f'role="region" tabindex="0" aria-label="{label}"' in page
    assert "read() → 100" in page


def test_an_error_that_is_a_finding_stays_data() -> None:
    error = CheckFailed(Diagnostic("CL402", {"count": 1, "names": ["later()"], "at": 0.0}))

    async def program(world: World) -> None:
        try:
            await lost_update(world)
        except AssertionError:
            raise error from None

    facts = json.loads(json.dumps(found(program).facts["error"]))

    assert facts == {"code": "CL402", "facts": {"count": 1, "names": ["later()"], "at": 0.0}}
