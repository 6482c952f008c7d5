"""A failing check points at the line of the test, and at nothing of ours."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons import checks
from pytest_coro_lessons.checks import (
    at_once,
    cancelled_at,
    everything_awaited,
    failed_with,
    in_order,
    left_nothing_running,
    old_notation,
    one_after_another,
    result,
    suspension_points,
    took,
)
from pytest_coro_lessons.diagnostics import CheckFailed

from .virtual import run_in_world

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from pytest_coro_lessons.operations import World


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
