"""`with cancelled_at(...)`: what comes out of a block that is cancelled from outside."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import cancelled_at, took
from pytest_coro_lessons.diagnostics import CheckFailed

from .virtual import run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def verdict_on(body: Callable[[], Awaitable[Any]], check: cancelled_at) -> Any:
    """The diagnostic of a body that is cancelled by the check."""

    async def main() -> None:
        with check:
            await body()

    with pytest.raises(CheckFailed) as caught:
        run(main())
    return caught.value.diagnostic


def test_a_cancellation_that_comes_out_at_once_passes_and_ends_there() -> None:
    async def main() -> None:
        with took(2.0):
            with cancelled_at(0.5):
                await asyncio.sleep(10)
            await asyncio.sleep(1.5)
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0

    run(main())


def test_a_swallowed_cancellation_fails() -> None:
    async def swallow() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            await asyncio.sleep(1)

    found = verdict_on(swallow, cancelled_at(0.5))

    assert (found.code, found.facts) == ("CL301", {"at": 0.5, "ended": 1.5})


def test_another_exception_in_the_place_of_the_cancellation_fails() -> None:
    async def replace() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise ValueError("stopped") from None

    found = verdict_on(replace, cancelled_at(0.5))

    assert found.code == "CL301"
    assert (found.facts["case"], found.facts["error"]) == ("error", "ValueError('stopped')")


async def slow_to_clean_up() -> None:
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(1)


def test_a_cancellation_that_comes_out_late_fails() -> None:
    found = verdict_on(slow_to_clean_up, cancelled_at(0.5))

    assert (found.code, found.facts) == ("CL302", {"at": 0.5, "ended": 1.5, "allowed": 0.0})


def test_time_to_clean_up_can_be_allowed() -> None:
    async def main() -> None:
        with cancelled_at(0.5, within=1.0):
            await slow_to_clean_up()

    run(main())


def test_a_block_that_ends_before_it_is_cancelled_fails() -> None:
    found = verdict_on(lambda: asyncio.sleep(0.25), cancelled_at(0.5))

    assert (found.code, found.facts) == ("CL303", {"at": 0.5, "ended": 0.25})


def test_a_block_that_ends_early_is_not_cancelled_later() -> None:
    async def main() -> None:
        with pytest.raises(CheckFailed), cancelled_at(0.5):
            await asyncio.sleep(0.25)
        await asyncio.sleep(10)

    run(main())


def test_an_error_before_the_cancellation_comes_out_as_it_is() -> None:
    async def main() -> None:
        with cancelled_at(0.5):
            raise KeyError("b")

    with pytest.raises(KeyError, match="b"):
        run(main())


def test_what_stops_the_whole_run_comes_out_as_it_is() -> None:
    async def main() -> None:
        with cancelled_at(0.5):
            try:
                await asyncio.sleep(10)
            finally:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(main())


def test_there_must_be_a_task_to_cancel() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        tried = loop.create_future()
        loop.call_soon(lambda: tried.set_exception(error_of(cancelled_at(1).__enter__)))
        await tried

    with pytest.raises(RuntimeError, match="there is none here"):
        run(main())


def error_of(call: Callable[[], object]) -> BaseException:
    with pytest.raises(RuntimeError) as caught:
        call()
    return caught.value


def test_a_cancellation_by_somebody_else_goes_on() -> None:
    async def body() -> None:
        with cancelled_at(5.0):
            await asyncio.sleep(10)

    async def main() -> None:
        task = asyncio.create_task(body())
        asyncio.get_running_loop().call_later(1.0, task.cancel)
        await asyncio.wait([task])
        assert task.cancelled()

    run(main())


def test_two_cancellations_at_the_same_instant_leave_the_other_one_in_force() -> None:
    async def body() -> None:
        with cancelled_at(1.0):
            await asyncio.sleep(10)

    async def main() -> None:
        task = asyncio.create_task(body())
        asyncio.get_running_loop().call_later(1.0, task.cancel)
        await asyncio.wait([task])
        assert task.cancelled()

    run(main())


def test_a_timeout_inside_the_block_still_works() -> None:
    async def main() -> None:
        with cancelled_at(2.0):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.0):
                    await asyncio.sleep(10)
            await asyncio.sleep(10)

    run(main())
