"""Order on a virtual loop: that of scheduling and creation, in every process the same."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import Any

import pytest

from pytest_coro_lessons.loop import sets_in_reverse

from .loops import Log, loop, now, run

MANY = 40


async def spoil_the_numbers(count: int) -> None:
    """Create tasks, so that a plain set of the next ones would come out in another order."""
    for _ in range(count):
        await asyncio.create_task(asyncio.sleep(0))


def test_sleeps_of_equal_length_end_in_the_order_they_began() -> None:
    async def main() -> list[int]:
        ended = []

        async def sleeper(number: int) -> None:
            await asyncio.sleep(1)
            ended.append(number)

        await asyncio.gather(*map(sleeper, range(200)))
        return ended

    assert run(main()) == list(range(200))


def test_equal_deadlines_fire_in_the_order_they_were_scheduled_however_they_were() -> None:
    async def main() -> list[str]:
        fired: list[str] = []
        loop().call_later(2, fired.append, "later 2")
        loop().call_at(2, fired.append, "at 2")
        loop().call_later(1, fired.append, "later 1")
        loop().call_at(1, fired.append, "at 1")
        await asyncio.sleep(1)
        loop().call_later(1, fired.append, "later 1 from 1")
        await asyncio.sleep(3)
        return fired

    assert run(main()) == ["later 1", "at 1", "later 2", "at 2", "later 1 from 1"]


def test_equal_deadlines_keep_their_order_when_others_are_cancelled() -> None:
    async def main() -> list[int]:
        fired: list[int] = []
        timers = [loop().call_later(1, fired.append, number) for number in range(1000)]
        for timer in timers[::3] + timers[1::3]:
            timer.cancel()
        await asyncio.sleep(2)
        return fired

    assert run(main()) == list(range(2, 1000, 3))


def test_a_timeout_comes_before_the_sleep_that_it_was_set_before() -> None:
    async def main() -> str:
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(1)
        except TimeoutError:
            return "timeout"
        return "sleep"

    assert run(main()) == "timeout"


def test_callbacks_run_in_the_order_they_were_scheduled() -> None:
    async def main() -> list[str]:
        ran: list[str] = []
        loop().call_soon(ran.append, "first")
        loop().call_soon_threadsafe(ran.append, "second")
        loop().call_soon(ran.append, "third")
        await asyncio.sleep(0)
        return ran

    assert run(main()) == ["first", "second", "third"]


@pytest.mark.parametrize("spoilt", range(9))
def test_wait_returns_done_and_pending_in_order_of_creation(spoilt: int) -> None:
    async def main() -> tuple[list[str], list[str]]:
        await spoil_the_numbers(spoilt)
        tasks = [asyncio.create_task(asyncio.sleep(n % 2, n), name=str(n)) for n in range(MANY)]
        done, pending = await asyncio.wait(set(tasks), timeout=0.5)
        names = [task.get_name() for task in done], [task.get_name() for task in pending]
        await asyncio.wait(pending)
        return names

    even, odd = run(main())

    assert even == [str(n) for n in range(0, MANY, 2)]
    assert odd == [str(n) for n in range(1, MANY, 2)]


def test_wait_returns_futures_in_order_of_creation() -> None:
    async def main() -> list[int]:
        futures = [loop().create_future() for _ in range(MANY)]
        for number, future in enumerate(futures):
            loop().call_later(MANY - number, future.set_result, number)
        done, _ = await asyncio.wait(set(futures))
        return [future.result() for future in done]

    assert run(main()) == list(range(MANY))


def test_wait_returns_calls_of_threads_in_order_of_creation() -> None:
    async def main() -> list[int]:
        calls = {loop().run_in_executor(None, int, number) for number in range(MANY)}
        done, _ = await asyncio.wait(calls)
        return [call.result() for call in done]

    assert run(main()) == list(range(MANY))


def test_what_is_made_of_such_sets_keeps_the_order() -> None:
    async def main() -> list[list[int]]:
        await spoil_the_numbers(5)
        tasks = [asyncio.create_task(asyncio.sleep(n % 2, n)) for n in range(8)]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        both = [done | pending, pending.union(done), set(tasks) - done, {*tasks} & done]
        in_place = done.copy()
        in_place |= pending
        await asyncio.gather(*tasks)
        return [[task.result() for task in each] for each in (*both, in_place)]

    evens, odds = [0, 2, 4, 6], [1, 3, 5, 7]
    assert run(main()) == [list(range(8)), list(range(8)), odds, evens, list(range(8))]


def test_such_a_set_gives_its_first_member_first() -> None:
    async def main() -> list[int]:
        await spoil_the_numbers(5)
        done, _ = await asyncio.wait([asyncio.create_task(asyncio.sleep(0, n)) for n in range(8)])
        return [done.pop().result() for _ in range(8)]

    assert run(main()) == list(range(8))


def test_such_a_set_is_an_everyday_set() -> None:
    async def main() -> None:
        task = asyncio.create_task(asyncio.sleep(0))
        done, pending = await asyncio.wait([task])

        assert (done, pending) == ({task}, set())
        assert isinstance(done, set)
        assert task in done
        assert (repr(done), repr(pending)) == (f"{{{task!r}}}", "set()")
        with pytest.raises(KeyError):
            pending.pop()

    run(main())


def test_such_a_set_does_not_let_itself_be_changed_while_it_is_gone_through() -> None:
    async def main() -> None:
        done, _ = await asyncio.wait([asyncio.create_task(asyncio.sleep(0)) for _ in range(3)])
        with pytest.raises(RuntimeError, match="Set changed size during iteration"):
            [done.remove(task) for task in done]

    run(main())


def test_as_completed_starts_coroutines_in_the_order_given() -> None:
    async def main() -> list[int]:
        started = []

        async def work(number: int) -> int:
            started.append(number)
            await asyncio.sleep(1)
            return number

        ended = [await each for each in asyncio.as_completed([work(n) for n in range(MANY)])]
        assert ended == started
        return started

    assert run(main()) == list(range(MANY))


def test_as_completed_gives_what_ends_first_first() -> None:
    async def main() -> list[tuple[int, float]]:
        delays = [3, 1, 2, 1]
        each = asyncio.as_completed([asyncio.sleep(s, n) for n, s in enumerate(delays)])
        return [(await one, now()) for one in each]

    assert run(main()) == [(1, 1.0), (3, 1.0), (2, 2.0), (0, 3.0)]


def test_a_task_group_cancels_its_tasks_in_order_of_creation() -> None:
    async def main() -> list[int]:
        cancelled = []

        async def member(number: int) -> None:
            try:
                await asyncio.sleep(10)
            finally:
                cancelled.append(number)

        async def fails() -> None:
            await asyncio.sleep(1)
            raise ValueError

        await spoil_the_numbers(5)
        try:
            async with asyncio.TaskGroup() as group:
                members = [group.create_task(member(number)) for number in range(MANY)]
                group.create_task(fails())
        except* ValueError:
            assert all(task.cancelled() for task in members)
        return cancelled

    assert run(main()) == list(range(MANY))


def test_tasks_left_over_are_cancelled_in_order_of_creation() -> None:
    cancelled = []

    async def left(number: int) -> None:
        try:
            await asyncio.sleep(10)
        finally:
            cancelled.append(number)

    async def main() -> None:
        await spoil_the_numbers(5)
        tasks = [asyncio.create_task(left(number)) for number in range(MANY)]
        await asyncio.sleep(1)
        assert list(asyncio.all_tasks()) == [asyncio.current_task(), *tasks]

    run(main())

    assert cancelled == list(range(MANY))


def test_generators_left_over_are_closed_in_the_order_they_were_begun() -> None:
    closed = []

    async def numbers(number: int) -> Any:
        try:
            yield number
        finally:
            await asyncio.sleep(1)
            closed.append(number)

    kept = [numbers(number) for number in range(MANY)]

    async def main() -> None:
        for generator in kept:
            await anext(generator)

    run(main())

    assert closed == list(range(MANY))


def test_within_sets_in_reverse_the_last_member_comes_first() -> None:
    async def main() -> list[int]:
        tasks = [asyncio.create_task(asyncio.sleep(0, number)) for number in range(MANY)]
        with sets_in_reverse():
            done, _ = await asyncio.wait(tasks)
            return [task.result() for task in done]

    assert run(main()) == list(range(MANY))[::-1]


@pytest.mark.parametrize("factory", ["Task", "PyTask", "eager"])
def test_tasks_of_another_factory_keep_their_order_as_well(factory: str) -> None:
    makers: dict[str, Any] = {
        "Task": lambda loop, coro, **named: asyncio.Task(coro, loop=loop, **named),
        "PyTask": lambda loop, coro, **named: asyncio.tasks._PyTask(coro, loop=loop, **named),  # type: ignore[attr-defined]
        "eager": getattr(asyncio, "eager_task_factory", None),
    }
    if makers[factory] is None:
        pytest.skip("eager tasks exist since Python 3.12")

    async def work(number: int) -> int:
        await asyncio.sleep(1)
        return number

    async def main() -> list[int]:
        loop().set_task_factory(makers[factory])
        await spoil_the_numbers(5)
        done, _ = await asyncio.wait({asyncio.create_task(work(n)) for n in range(MANY)})
        return [task.result() for task in done]

    assert run(main()) == list(range(MANY))


@pytest.mark.skipif(not hasattr(asyncio, "eager_task_factory"), reason="since Python 3.12")
def test_eager_tasks_take_their_first_step_at_once() -> None:
    async def main() -> list[str]:
        loop().set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined]
        steps: list[str] = []

        async def work(name: str) -> None:
            steps.append(f"{name} begins")
            await asyncio.sleep(1)
            steps.append(f"{name} ends")

        async with asyncio.TaskGroup() as group:
            group.create_task(work("a"))
            group.create_task(work("b"))
            steps.append("both are created")
        return steps

    expected = ["a begins", "b begins", "both are created", "a ends", "b ends"]
    assert run(main()) == expected


def test_tasks_are_named_by_the_count_of_their_own_loop() -> None:
    async def main() -> list[str]:
        named = loop().create_task(asyncio.sleep(0), name="mine")
        unnamed = loop().create_task(asyncio.sleep(0))
        return [task.get_name() for task in (asyncio.current_task(), named, unnamed) if task]

    first, second = run(main()), run(main())

    assert first == second == ["Task-1", "mine", "Task-2"]


def test_tasks_and_futures_look_like_asyncios_own() -> None:
    async def main() -> tuple[str, str]:
        task = asyncio.create_task(asyncio.sleep(0), name="mine")
        return repr(task), repr(loop().create_future())

    task, future = run(main())

    assert task.startswith("<Task pending name='mine' coro=<sleep() running at ")
    assert future == "<Future pending>"


def test_one_program_has_one_trace_in_every_process() -> None:
    program = """
import asyncio, random, threading, time
from pytest_coro_lessons import VirtualTimeLoop

async def main():
    trace, loop = [], asyncio.get_running_loop()
    def note(*what): trace.append((*what, loop.time()))

    async def work(name, seconds):
        note(name, "begins", asyncio.current_task().get_name())
        try:
            await asyncio.sleep(seconds)
        finally:
            note(name, "ends")

    def thread(name, seconds):
        note(name, "begins", threading.current_thread().name)
        time.sleep(seconds)
        note(name, "ends")

    async def fails():
        await asyncio.sleep(1.5)
        raise ValueError

    draw = random.Random(7)
    tasks = {asyncio.create_task(work(f"task {n}", draw.choice([1, 1, 2, 3]))) for n in range(30)}
    done, pending = await asyncio.wait(tasks, timeout=1)
    note("done", [task.get_name() for task in done])
    for task in pending:
        note("pending", task.get_name())
    calls = {loop.run_in_executor(None, thread, f"thread {n}", 1 + n % 2) for n in range(40)}
    done, pending = await asyncio.wait(calls, timeout=1.5)
    note("calls", len(done), len(pending))
    try:
        async with asyncio.TaskGroup() as group:
            for n in range(40):
                group.create_task(work(f"member {n}", 10))
            group.create_task(fails())
    except* ValueError:
        note("failed")
    for n in range(10):
        asyncio.create_task(work(f"left over {n}", 100))
    await asyncio.sleep(0)
    return trace

with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
    trace = runner.run(main())
print(*trace, sep="\\n")
"""

    seeds = ["0", "1", "2", "3", "random"]
    traces = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in seeds
    ]

    assert len(traces[0].splitlines()) > 200
    assert len(set(traces)) == 1


def test_a_log_of_threads_and_tasks_is_the_same_each_time() -> None:
    def thread(log: Log, number: int) -> None:
        log(f"thread {number}")

    async def main() -> list[Any]:
        log = Log()
        calls = [loop().run_in_executor(None, thread, log, number) for number in range(20)]
        tasks = [asyncio.to_thread(log, f"task {number}") for number in range(20)]
        await asyncio.gather(*calls, *tasks)
        return log

    logs = [run(main()) for _ in range(10)]

    assert logs == [logs[0]] * 10
