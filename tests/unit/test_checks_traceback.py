"""Every check fails with what it saw, what it expected and the calls that prove it.

Its traceback ends at the line of the test, and shows nothing of ours.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons import checks
from pytest_coro_lessons.checks import (
    at_once,
    backlog,
    called_later,
    cancelled_at,
    ended_at,
    everything_awaited,
    exceptions_retrieved,
    failed_with,
    generators_closed,
    in_any_order,
    in_order,
    in_traceback,
    kept_busy,
    left_nothing_running,
    never_blocked,
    no_busy_wait,
    no_new_threads,
    not_before,
    old_notation,
    one_after_another,
    overlapped,
    rate,
    released,
    result,
    started_at,
    started_every,
    suspension_points,
    tasks_at_most,
    took,
    was_cancelled,
    within_steps,
    written_without,
)
from pytest_coro_lessons.diagnostics import LANGUAGES, CheckFailed, told

from .virtual import run_in_world

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine
    from typing import Any

    from pytest_coro_lessons.operations import Callback, World


async def takes_too_long(world: World) -> None:
    with took(3):
        await asyncio.sleep(4)


async def is_not_cancelled(world: World) -> None:
    with cancelled_at(3):
        await asyncio.sleep(2)


async def does_not_fail(world: World) -> None:
    with failed_with(KeyError):
        await asyncio.sleep(2)


async def leaves_a_task(world: World) -> None:
    with left_nothing_running():
        asyncio.create_task(asyncio.sleep(9))  # noqa: RUF006 (that is what is wrong)


async def forgets_to_await(world: World) -> None:
    with everything_awaited():
        asyncio.sleep(9)


async def overlaps(world: World) -> None:
    work = world.operation("work")
    await asyncio.gather(work("a"), work("b"))
    one_after_another(work)


async def does_not_overlap(world: World) -> None:
    work = world.operation("work")
    await work("a")
    await work("b")
    at_once(work, 2)


async def is_in_another_order(world: World) -> None:
    in_order("ab", "ba")


async def starts_too_late(world: World) -> None:
    await asyncio.sleep(1)
    started_at(called(world), 0)


async def ends_too_late(world: World) -> None:
    await asyncio.sleep(1)
    ended_at(called(world), 0)


async def starts_too_early(world: World) -> None:
    not_before(called(world), 1)


async def has_no_rhythm(world: World) -> None:
    started_every(called(world), 1)


async def starts_too_often(world: World) -> None:
    rate(called(world), at_most=1)


async def leaves_slots_free(world: World) -> None:
    work = world.operation("work")
    await work()
    await work()
    kept_busy(work, 2)


async def never_overlaps(world: World) -> None:
    read, write = world.operation("read"), world.operation("write")
    await write(await read())
    overlapped(read, write)


async def comes_twice(world: World) -> None:
    in_any_order("aa", "a")


async def takes_too_much(world: World) -> None:
    read, write = world.operation("read"), world.operation("write")
    await read()
    await read()
    backlog(read, write, at_most=1)


async def is_never_cancelled(world: World) -> None:
    was_cancelled(called(world))


async def drops_an_exception(world: World) -> None:
    with exceptions_retrieved():
        asyncio.get_running_loop().call_soon(int, "no number")
        await asyncio.sleep(0)


async def leaves_a_generator(world: World) -> None:
    with generators_closed():
        await anext(numbers())


async def numbers() -> AsyncGenerator[int, None]:
    yield 1


async def keeps_a_lock(world: World) -> None:
    with released(asyncio.Lock()) as _, released(lock := asyncio.Lock()):
        await lock.acquire()


async def takes_too_many_steps(world: World) -> None:
    with within_steps(1):
        await asyncio.sleep(1)
        await asyncio.sleep(1)


async def sorts(world: World) -> None:
    written_without("sorted([])", "sorted")


def called(world: World) -> Callback:
    """A callback that was called twice."""
    callback = world.callback("callback")
    callback()
    callback()
    return callback


async def calls_back_at_once(world: World) -> None:
    with called_later(on_done := world.callback("on_done")):
        on_done("a")


async def names_another_function(world: World) -> None:
    in_traceback(["main"], ["work"])


async def holds_the_thread(world: World) -> None:
    with never_blocked():
        time.sleep(2)


async def spins(world: World) -> None:
    spinning = asyncio.create_task(ask_again_and_again())
    with no_busy_wait(at_most=100):
        await spinning


async def ask_again_and_again() -> None:
    while True:
        await asyncio.sleep(0)


async def starts_a_thread(world: World) -> None:
    with no_new_threads():
        await asyncio.to_thread(print)


async def makes_two_tasks(world: World) -> None:
    with tasks_at_most(1):
        await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))


async def has_another_result(world: World) -> None:
    result(1, 2)


async def is_old(world: World) -> None:
    old_notation(["yield from"], total=1)


async def lists_other_lines(world: World) -> None:
    suspension_points("1", {1}, "await work()")


FAILING: dict[str, Callable[[World], Coroutine[Any, Any, None]]] = {
    "at_once": does_not_overlap,
    "backlog": takes_too_much,
    "called_later": calls_back_at_once,
    "cancelled_at": is_not_cancelled,
    "ended_at": ends_too_late,
    "everything_awaited": forgets_to_await,
    "exceptions_retrieved": drops_an_exception,
    "failed_with": does_not_fail,
    "generators_closed": leaves_a_generator,
    "in_any_order": comes_twice,
    "in_order": is_in_another_order,
    "in_traceback": names_another_function,
    "kept_busy": leaves_slots_free,
    "left_nothing_running": leaves_a_task,
    "never_blocked": holds_the_thread,
    "no_busy_wait": spins,
    "no_new_threads": starts_a_thread,
    "not_before": starts_too_early,
    "old_notation": is_old,
    "one_after_another": overlaps,
    "overlapped": never_overlaps,
    "rate": starts_too_often,
    "released": keeps_a_lock,
    "result": has_another_result,
    "started_at": starts_too_late,
    "started_every": has_no_rhythm,
    "suspension_points": lists_other_lines,
    "tasks_at_most": makes_two_tasks,
    "took": takes_too_long,
    "was_cancelled": is_never_cancelled,
    "within_steps": takes_too_many_steps,
    "written_without": sorts,
}

# They refuse what would go wrong where it would, which may be far below the block.
REFUSING = ["no_new_threads", "tasks_at_most"]


def failure_of(name: str) -> pytest.ExceptionInfo[CheckFailed]:
    with pytest.raises(CheckFailed) as caught:
        run_in_world(FAILING[name])
    return caught


def test_every_check_is_seen_to_fail() -> None:
    assert FAILING.keys() == set(checks.__all__) - {"explain_comparison"}


@pytest.mark.parametrize("name", sorted(FAILING.keys() - REFUSING))
def test_the_last_line_that_is_shown_is_the_one_of_the_test(name: str) -> None:
    caught = failure_of(name)

    shown = caught.traceback.filter(caught)
    assert f"{name}(" in str(shown[-1].statement)


@pytest.mark.parametrize("name", REFUSING)
def test_a_check_that_refuses_something_tells_the_line_inside_of_the_block(name: str) -> None:
    found = failure_of(name).value.diagnostic

    block = FAILING[name].__code__.co_firstlineno + 1
    assert (found.file, found.line) == (__file__, block + 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_failure_reads_as_in_the_golden_file(
    language: str, golden: Callable[[str, str], None]
) -> None:
    told_by = [(name, told(failure_of(name).value.diagnostic, language)) for name in FAILING]

    golden(f"checks.{language}.txt", "\n".join(f"## {name}\n\n{text}\n" for name, text in told_by))


def test_no_check_shows_where_it_is_kept() -> None:
    classes = [check for name in checks.__all__ if isinstance(check := getattr(checks, name), type)]

    assert {check.__module__ for check in classes} == {"pytest_coro_lessons"}
