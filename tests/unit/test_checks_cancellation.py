"""`with cancelled_at(...)`: what comes out of a block that is cancelled from outside."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import cancelled_at, took, was_cancelled
from pytest_coro_lessons.diagnostics import CheckFailed

from .virtual import run, run_in_world, without_proof

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pytest_coro_lessons.operations import World


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

    assert (found.code, without_proof(found)) == ("CL301", {"at": 0.5, "ended": 1.5})


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

    assert found.code == "CL302"
    assert without_proof(found) == {"at": 0.5, "ended": 1.5, "allowed": 0.0}
    assert found.facts["spans"] == [
        {"name": "with cancelled_at(0.5):", "start": 0.0, "end": 1.5},
        {"name": "cancel()", "start": 0.5, "end": 0.5},
    ]


def test_time_to_clean_up_can_be_allowed() -> None:
    async def main() -> None:
        with cancelled_at(0.5, within=1.0):
            await slow_to_clean_up()

    run(main())


def test_a_block_that_ends_before_it_is_cancelled_fails() -> None:
    found = verdict_on(lambda: asyncio.sleep(0.25), cancelled_at(0.5))

    assert (found.code, without_proof(found)) == ("CL303", {"at": 0.5, "ended": 0.25})


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


def test_two_blocks_around_each_other_may_both_cancel() -> None:
    async def cleans_up_twice() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            try:
                await asyncio.sleep(10)
            finally:
                await asyncio.sleep(1)

    async def main() -> None:
        with cancelled_at(0.5, within=3), cancelled_at(1, within=3):
            await cleans_up_twice()
        assert asyncio.get_running_loop().time() == 2
        assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]

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


def test_of_two_blocks_in_each_other_the_inner_verdict_comes_out() -> None:
    async def wait_on() -> None:
        sleeping = asyncio.create_task(asyncio.sleep(3))
        with cancelled_at(2.0):
            while not sleeping.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([sleeping])

    found = verdict_on(wait_on, cancelled_at(1.0))

    assert (found.code, without_proof(found)) == ("CL301", {"at": 2.0, "ended": 3.0})


def test_a_timeout_inside_the_block_still_works() -> None:
    async def main() -> None:
        with cancelled_at(2.0):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.0):
                    await asyncio.sleep(10)
            await asyncio.sleep(10)

    run(main())


# Calls that should have been cancelled.


def test_a_task_group_that_failed_before_does_not_count_as_another_cancellation() -> None:
    async def fail() -> None:
        raise ValueError

    async def main() -> None:
        with cancelled_at(1.0):
            with suppress(ExceptionGroup):
                async with asyncio.TaskGroup() as group:
                    group.create_task(fail())
            await asyncio.sleep(10)
        reached.append("the end")

    reached: list[str] = []

    run(main())

    assert reached == ["the end"]


def test_calls_that_were_cancelled_pass() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=10)
        with cancelled_at(1.0):
            await asyncio.gather(fetch("a"), fetch("b"))
        await asyncio.sleep(0)
        was_cancelled(fetch)
        was_cancelled(fetch, at=1.0)

    run_in_world(main)


def test_a_call_whose_task_was_cancelled_before_its_first_step_passes() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch")
        task = asyncio.create_task(fetch("a"))
        task.cancel()
        await asyncio.wait([task])
        was_cancelled(fetch, at=0.0)

    run_in_world(main)


def verdict_on_call(main: Callable[[World], Awaitable[Any]]) -> Any:
    with pytest.raises(CheckFailed) as caught:
        run_in_world(main)  # type: ignore[arg-type]
    return caught.value.diagnostic


@pytest.mark.parametrize(
    ("raises", "seconds", "case"),
    [(None, 1.0, "ok"), (KeyError("b"), 1.0, "failed"), (None, 10.0, "running")],
)
def test_a_call_that_ended_otherwise_fails_and_says_how(
    raises: Any, seconds: float, case: str
) -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=seconds, raises=raises)
        task = asyncio.create_task(fetch("a"))
        await asyncio.wait([task], timeout=5)
        try:
            was_cancelled(fetch)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    found = verdict_on_call(main)

    assert (found.code, found.facts["case"], found.facts["name"]) == ("CL304", case, "fetch('a')")
    assert found.file == __file__


def test_where_there_is_no_call_nothing_was_cancelled() -> None:
    async def main(world: World) -> None:
        was_cancelled(world.operation("fetch"))

    found = verdict_on_call(main)

    assert (found.code, found.facts) == ("CL304", {"name": "fetch", "case": "none"})


def test_a_call_that_was_cancelled_at_another_time_fails() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=10)
        with cancelled_at(2.0):
            await fetch("a")
        was_cancelled(fetch, at=1.0)

    found = verdict_on_call(main)

    assert (found.code, found.facts["ended"], found.facts["expected"]) == ("CL305", 2.0, 1.0)
