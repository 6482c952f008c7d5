"""Sweeps: cancellations, garbage and chunks at every place where they could come."""

from __future__ import annotations

import asyncio
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons import CheckFailed
from pytest_coro_lessons.explore import cancelled_somewhere, explore, replay

from .virtual import run, run_in_world

if TYPE_CHECKING:
    from pytest_coro_lessons.operations import World


class Resource:
    def __init__(self) -> None:
        self.free = True

    async def __aenter__(self) -> None:
        self.free = False

    async def __aexit__(self, *_: object) -> None:
        self.free = True


# Cancellation.


def test_the_task_is_cancelled_at_each_of_its_suspension_points() -> None:
    cancelled_at = []

    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        with cancelled_somewhere() as cancelled:
            await work()
            await work()
        cancelled_at.append(asyncio.get_running_loop().time() if cancelled.happened else None)

    exploration = explore(program, sweep="cancel")

    assert exploration.passed
    assert exploration.points == 4
    # While it waits, and when the end of the wait has come but not been heard of.
    assert cancelled_at == [None, 0.0, 1.0, 1.0, 2.0]


def test_a_clean_up_that_holds_at_every_point_passes() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        resource = Resource()
        with cancelled_somewhere():
            async with resource:
                await work()
        assert resource.free

    assert explore(program, sweep="cancel").passed


def test_a_clean_up_that_misses_one_point_is_found_there() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        resource = Resource()
        with cancelled_somewhere():
            resource.free = False
            await work("first")
            async with resource:
                await work("second")
        assert resource.free

    failure = explore(program, sweep="cancel", files=[__file__]).failure

    assert failure is not None
    assert (failure.stage, str(failure.token), failure.at) == ("sweep", "c1", 0.0)
    (deviation,) = failure.deviations
    assert (deviation.kind, deviation.number, deviation.before[0].what) == (
        "cancel",
        1,
        "work('first')",
    )
    assert deviation.file == __file__


def test_a_clean_up_that_is_itself_cancelled_is_found_by_the_second_cancellation() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        resource = Resource()
        with cancelled_somewhere():
            try:
                resource.free = False
                await work()
            except asyncio.CancelledError:
                await work()
                resource.free = True
                raise
            resource.free = True
        assert resource.free

    failure = explore(program, sweep="cancel", files=[__file__]).failure

    assert failure is not None
    assert len(failure.token.cancel) == 2
    first, second = failure.deviations
    assert (first.number, second.number) == failure.token.cancel
    assert first.line is not None
    assert second.line == first.line + 2
    assert [row.kind for row in failure.rows].count("cancel") == 2


def test_who_is_cancelled_while_it_waits_for_tasks_is_told_to_wait_for_them() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        done = False
        with cancelled_somewhere():
            tasks = [asyncio.create_task(work("a")), asyncio.create_task(work("b"), name="Ana")]
            await asyncio.wait(tasks)
            done = True
        assert done

    failure = explore(program, sweep="cancel").failure

    assert failure is not None
    assert [name.what for name in failure.deviations[0].before] == ["work('a'), Ana"]


def test_who_is_cancelled_while_it_waits_for_a_bare_future_is_told_so() -> None:
    async def program(world: World) -> None:
        del world
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(1, future.set_result, 1)
        done = False
        with cancelled_somewhere():
            await future
            done = True
        assert done

    failure = explore(program, sweep="cancel").failure

    assert failure is not None
    assert [name.what for name in failure.deviations[0].before] == ["Future"]


def test_a_swallowed_cancellation_is_a_failure_that_names_the_line() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        with cancelled_somewhere(), suppress(asyncio.CancelledError):
            await work()

    failure = explore(program, sweep="cancel", files=[__file__]).failure

    assert failure is not None
    assert isinstance(failure.error, CheckFailed)
    diagnostic = failure.error.diagnostic
    assert (diagnostic.code, diagnostic.facts) == ("CL301", {"at": 0.0, "ended": 0.0})
    assert (diagnostic.file, diagnostic.line) == (__file__, failure.deviations[0].line)


def test_a_cancellation_that_becomes_another_exception_is_a_failure() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        with cancelled_somewhere():
            try:
                await work()
            except asyncio.CancelledError:
                raise RuntimeError("stopped") from None

    failure = explore(program, sweep="cancel").failure

    assert failure is not None
    assert isinstance(failure.error, CheckFailed)
    assert failure.error.diagnostic.facts["error"] == "RuntimeError('stopped')"


@pytest.mark.parametrize(("within", "passes"), [(None, True), (1.0, True), (0.5, False)])
def test_a_clean_up_may_take_as_long_as_the_block_says(within: float | None, passes: bool) -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=1.0)
        with cancelled_somewhere(within=within):
            try:
                await work()
            finally:
                await asyncio.shield(work())

    assert replay(program, "c1").passed is passes


def test_what_fails_by_itself_keeps_its_own_error() -> None:
    async def program(world: World) -> None:
        with cancelled_somewhere():
            try:
                await world.operation("work")()
            finally:
                raise CheckFailed(diagnostic)

    diagnostic: Any = None
    failure = replay(program, "c1").failure

    assert failure is not None
    assert isinstance(failure.error, CheckFailed)
    assert failure.error.diagnostic is None


async def cancelled_again(task: asyncio.Task[Any], work: Any) -> None:
    try:
        await work()
    finally:
        task.cancel()
        await asyncio.sleep(1)


def test_a_cancellation_from_elsewhere_goes_on() -> None:
    async def program(world: World) -> None:
        task = asyncio.current_task()
        assert task is not None
        with pytest.raises(asyncio.CancelledError), cancelled_somewhere():
            await cancelled_again(task, world.operation("work"))

    assert explore(program, sweep="cancel").passed


def test_a_task_that_was_cancelled_by_a_sweep_can_go_on_after_the_block() -> None:
    async def program(world: World) -> None:
        with cancelled_somewhere():
            await world.operation("work")()
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        async with asyncio.timeout(1):
            await asyncio.sleep(0.5)

    assert explore(program, sweep="cancel").passed


def test_without_a_sweep_nothing_is_cancelled() -> None:
    async def program(world: World) -> None:
        with cancelled_somewhere() as cancelled:
            await world.operation("work")()
        assert not cancelled.happened

    run_in_world(program)
    assert explore(program).passed


def test_outside_of_a_task_the_block_is_an_error() -> None:
    async def main() -> None:
        done = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(enter, done)
        await done

    def enter(done: asyncio.Future[None]) -> None:
        try:
            with cancelled_somewhere():
                pass
        except RuntimeError as error:
            done.set_exception(error)

    with pytest.raises(RuntimeError, match="there is none here"):
        run(main())


# Garbage.


def test_a_task_that_only_garbage_keeps_is_lost() -> None:
    async def program(world: World) -> None:
        events: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()

        async def listen() -> None:
            event = asyncio.Event()
            events.add(event)
            await event.wait()

        asyncio.create_task(listen(), name="listener")  # noqa: RUF006
        await world.operation("work")()

    failure = explore(program, sweep="garbage").failure

    assert failure is not None
    assert (failure.outcome, str(failure.token)) == ("lost", "g")
    assert str(failure.error) == "destroyed while it was pending: listener"
    assert [deviation.kind for deviation in failure.deviations] == ["garbage"]
    assert explore(program).passed


def test_a_record_of_what_a_lost_task_did_does_not_keep_it() -> None:
    async def program(world: World) -> None:
        work = world.operation("work")
        events: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()

        async def listen() -> None:
            event = asyncio.Event()
            events.add(event)
            await work("listen")
            await event.wait()

        asyncio.create_task(listen())  # noqa: RUF006
        await work("a")
        await work("b")

    failure = explore(program, sweep="garbage").failure

    assert failure is not None
    assert failure.outcome == "lost"
    assert failure.repeats


def test_a_task_that_waits_for_a_timer_is_kept() -> None:
    async def program(world: World) -> None:
        woken = []

        async def sleep() -> None:
            await asyncio.sleep(0.5)
            woken.append(1)

        asyncio.create_task(sleep())  # noqa: RUF006
        await world.operation("work")()
        assert woken

    assert explore(program, sweep="garbage").passed


# Chunks.


async def sum_of_lines(reader: asyncio.StreamReader, size: int | None) -> int:
    """Read numbers line by line; with a size, take what one read returns for one line."""
    total = 0
    while line := await (reader.readline() if size is None else reader.read(size)):
        total += int(line)
    return total


def program_of_lines(size: int | None) -> Any:
    async def program(world: World) -> None:
        sums = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                sums.append(await sum_of_lines(reader, size))
            finally:
                writer.close()

        server = await asyncio.start_server(serve, "host", 80)
        reader, writer = await asyncio.open_connection("host", 80)
        for number in (11, 22):
            writer.write(b"%d\n" % number)
            await asyncio.sleep(0.1)
        writer.write_eof()
        await reader.read()
        writer.close()
        server.close()
        assert sums == [33]

    return program


def test_a_reader_of_lines_holds_for_every_chunking() -> None:
    exploration = explore(program_of_lines(None), sweep="chunks")

    assert exploration.passed
    # The default order, all byte by byte, and for each write: byte by byte and cut in two ways.
    assert exploration.tried == 2 + 2 * 3


def test_a_reader_of_what_happens_to_come_does_not() -> None:
    failure = explore(program_of_lines(100), sweep="chunks").failure

    assert failure is not None
    assert failure.outcome == "failed"
    assert (str(failure.token), failure.deviations[0].kind) == ("n1", "cut")
