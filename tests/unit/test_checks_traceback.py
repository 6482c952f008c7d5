"""A failing check points at the line of the test, and at nothing of ours."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons import checks
from pytest_coro_lessons.checks import (
    at_once,
    backlog,
    cancelled_at,
    ended_at,
    everything_awaited,
    exceptions_retrieved,
    failed_with,
    generators_closed,
    in_any_order,
    in_order,
    kept_busy,
    left_nothing_running,
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
    took,
    was_cancelled,
    within_steps,
    written_without,
)
from pytest_coro_lessons.diagnostics import CheckFailed

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
    await asyncio.gather(work(), work())
    one_after_another(work)


async def does_not_overlap(world: World) -> None:
    at_once(world.operation("work"), 2)


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
    overlapped(called(world), called(world))


async def comes_twice(world: World) -> None:
    in_any_order("aa", "a")


async def takes_too_much(world: World) -> None:
    read = world.operation("read")
    await read()
    backlog(read, called(world).called_with("never"), at_most=0)


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


async def has_another_result(world: World) -> None:
    result(1, 2)


async def is_old(world: World) -> None:
    old_notation(["yield from"], total=1)


async def lists_other_lines(world: World) -> None:
    suspension_points("1", {1}, "await work()")


@pytest.mark.parametrize(
    ("failing", "line"),
    [
        (takes_too_long, "with took(3):"),
        (is_not_cancelled, "with cancelled_at(3):"),
        (does_not_fail, "with failed_with(KeyError):"),
        (leaves_a_task, "with left_nothing_running():"),
        (forgets_to_await, "with everything_awaited():"),
        (overlaps, "one_after_another(work)"),
        (does_not_overlap, 'at_once(world.operation("work"), 2)'),
        (is_in_another_order, 'in_order("ab", "ba")'),
        (starts_too_late, "started_at("),
        (ends_too_late, "ended_at("),
        (starts_too_early, "not_before("),
        (has_no_rhythm, "started_every("),
        (starts_too_often, "rate("),
        (leaves_slots_free, "kept_busy("),
        (never_overlaps, "overlapped("),
        (comes_twice, "in_any_order("),
        (takes_too_much, "backlog("),
        (is_never_cancelled, "was_cancelled("),
        (drops_an_exception, "with exceptions_retrieved("),
        (leaves_a_generator, "with generators_closed("),
        (keeps_a_lock, "with released("),
        (takes_too_many_steps, "with within_steps("),
        (sorts, "written_without("),
        (has_another_result, "result(1, 2)"),
        (is_old, 'old_notation(["yield from"], total=1)'),
        (lists_other_lines, 'suspension_points("1", {1}, "await work()")'),
    ],
)
def test_the_last_line_that_is_shown_is_the_one_of_the_test(
    failing: Callable[[World], Coroutine[Any, Any, None]], line: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        run_in_world(failing)

    shown = caught.traceback.filter(caught)
    assert str(shown[-1].statement).strip().startswith(line)


def test_no_check_shows_where_it_is_kept() -> None:
    classes = [check for name in checks.__all__ if isinstance(check := getattr(checks, name), type)]

    assert {check.__module__ for check in classes} == {"pytest_coro_lessons"}
