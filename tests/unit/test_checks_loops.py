"""How a block treats the loop: blocking it, spinning, and how many steps it takes."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from pytest_coro_lessons.checks import never_blocked, no_busy_wait, within_steps
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
from pytest_coro_lessons.errors import LoopBusyError

from .virtual import run, without_proof


def verdict(main: Any) -> Diagnostic:
    with pytest.raises(CheckFailed) as caught:
        run(main())
    return caught.value.diagnostic


async def spin(times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0)


def test_blocking_the_loop_fails() -> None:
    async def main() -> None:
        time.sleep(1)
        with never_blocked():
            await asyncio.sleep(1)
            time.sleep(0.5)
            time.sleep(0.25)

    found = verdict(main)

    assert (found.code, found.file) == ("CL501", __file__)
    assert without_proof(found) == {"seconds": 0.75, "count": 2, "at": 2.0}


def test_waiting_is_not_blocking() -> None:
    async def main() -> None:
        with never_blocked():
            await asyncio.sleep(1)

    run(main())


def test_spinning_fails_with_the_task_and_the_instant() -> None:
    async def main() -> None:
        await asyncio.sleep(2)
        with no_busy_wait(at_most=50):
            await asyncio.create_task(spin(100))

    found = verdict(main)

    assert (found.code, found.facts["tasks"], found.facts["at"]) == (
        "CL503",
        ["Task-2 (spin)"],
        2.0,
    )


def test_where_the_task_of_the_block_itself_spins_the_loop_stops_with_its_error() -> None:
    async def main() -> None:
        with no_busy_wait(at_most=50):
            await spin(100)

    with pytest.raises(LoopBusyError, match=r"for 51 steps, run by Task-1 at .*test_checks_loops"):
        run(main())


def test_a_wait_that_takes_time_may_go_on_for_ever() -> None:
    async def main() -> None:
        with no_busy_wait(at_most=50):
            for _ in range(200):
                await asyncio.sleep(0.001)

    run(main())


def test_after_the_block_the_limit_is_what_it_was() -> None:
    async def main() -> None:
        with no_busy_wait(at_most=50):
            pass
        await spin(1_000)

    run(main())


def test_where_nobody_checks_a_busy_loop_ends_as_ever() -> None:
    with pytest.raises(LoopBusyError):
        run(spin(1_000_000))


def test_few_steps_pass_however_long_they_take() -> None:
    async def main() -> None:
        with within_steps(10):
            await asyncio.sleep(3600)

    run(main())


def test_too_many_steps_fail_with_their_number() -> None:
    async def main() -> None:
        with within_steps(40):
            for _ in range(100):
                await asyncio.sleep(0.1)

    found = verdict(main)

    steps: Any = found.facts["steps"]
    assert 100 <= steps <= 210
    assert found == Diagnostic("CL506", {"steps": steps, "at_most": 40, "more": steps - 40})
