"""How a block treats the loop: blocking it, spinning, and how many steps it takes."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pytest_coro_lessons.checks import never_blocked, no_busy_wait, within_steps
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
from pytest_coro_lessons.errors import LoopBusyError, UnsupportedError
from pytest_coro_lessons.loop import VirtualTimeLoop

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


def test_where_the_task_of_the_block_itself_spins_it_is_stopped_there_too() -> None:
    async def main() -> str:
        try:
            with no_busy_wait(at_most=50):
                await spin(100)
        except CheckFailed as failed:
            await asyncio.sleep(1)
            return failed.diagnostic.code
        return "nothing"

    assert run(main()) == "CL503"


def test_a_program_that_goes_on_after_it_was_stopped_is_told_of_it_at_the_end() -> None:
    async def main() -> None:
        with no_busy_wait(at_most=50), contextlib.suppress(asyncio.CancelledError):
            await spin(100)

    assert verdict(main).code == "CL503"


def test_callbacks_that_arrange_for_themselves_are_a_busy_wait() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()

        def ask() -> None:
            loop.call_soon(lambda: ask())

        with no_busy_wait(at_most=50):
            ask()
            await asyncio.sleep(1)

    assert verdict(main).facts["case"] == "callbacks"


def test_asking_by_a_timeout_of_nothing_reaches_the_limit_of_the_loop() -> None:
    async def main() -> None:
        event = asyncio.Event()
        with no_busy_wait():
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), 0)

    with (
        pytest.raises(CheckFailed) as caught,
        asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(max_steps_per_instant=500)) as runner,
    ):
        runner.run(main())

    assert (caught.value.diagnostic.code, caught.value.diagnostic.facts["tasks"]) == (
        "CL503",
        ["Task-1"],
    )


@pytest.mark.parametrize("number", [10, 99, 100, 101, 400, 1_001, 3_000])
def test_any_number_of_tasks_at_one_instant_is_no_busy_wait(number: int) -> None:
    async def main() -> None:
        with no_busy_wait(at_most=10):
            await asyncio.gather(*(asyncio.sleep(1) for _ in range(number)))

    run(main())


def test_any_number_of_items_through_a_queue_is_no_busy_wait() -> None:
    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue(1)

        async def produce() -> None:
            for item in range(3_000):
                await queue.put(item)

        async def consume() -> None:
            for _ in range(3_000):
                await queue.get()

        with no_busy_wait():
            await asyncio.gather(produce(), consume())

    run(main())


def test_giving_way_while_others_get_on_is_no_busy_wait() -> None:
    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue()

        async def produce() -> None:
            for item in range(200):
                queue.put_nowait(item)
                await asyncio.sleep(0)

        with no_busy_wait(at_most=50):
            async with asyncio.TaskGroup() as group:
                group.create_task(produce())
                for _ in range(200):
                    await queue.get()
                for _ in range(200):
                    await asyncio.create_task(spin(1))

    run(main())


def test_many_tasks_that_give_way_a_few_times_are_no_busy_wait() -> None:
    async def main() -> None:
        with no_busy_wait(at_most=50):
            await asyncio.gather(*(spin(40) for _ in range(300)))

    run(main())


def test_a_callback_that_gets_on_is_no_busy_wait() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        arrived = loop.create_future()

        def step(left: int) -> None:
            if left:
                loop.call_soon(step, left - 1)
            else:
                arrived.set_result(None)

        with no_busy_wait(at_most=50):
            step(1_000)
            await arrived

    run(main())


def test_a_program_that_ends_just_past_the_limit_of_the_loop_has_ended() -> None:
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(max_steps_per_instant=30)) as runner:
        runner.run(spin(40))


@pytest.mark.parametrize(
    "check", [never_blocked, no_busy_wait, lambda: within_steps(1)], ids=["blocked", "busy", "few"]
)
def test_a_loop_on_real_time_is_refused_by_its_name(check: Any) -> None:
    async def main() -> None:
        with check():
            pass

    with pytest.raises(UnsupportedError, match=r"needs a virtual loop, not _?\w*EventLoop$"):
        asyncio.run(main())


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


async def waits_for_an_event() -> None:
    threading.Event().wait(1)


async def waits_for_a_condition() -> None:
    with (condition := threading.Condition()):
        condition.wait(1)


async def waits_for_a_result() -> None:
    with ThreadPoolExecutor() as executor:
        executor.submit(time.sleep, 1).result()


async def waits_for_a_thread_at_the_end_of_a_with() -> None:
    with ThreadPoolExecutor() as executor:
        executor.submit(time.sleep, 1)


async def waits_for_an_item() -> None:
    items: queue.Queue[int] = queue.Queue()

    def put_later() -> None:
        time.sleep(1)
        items.put(1)

    asyncio.get_running_loop().run_in_executor(None, put_later)
    items.get()


async def waits_in_two_ways() -> None:
    time.sleep(0.5)
    threading.Event().wait(0.5)


@pytest.mark.parametrize(
    ("blocks", "what"),
    [
        (waits_for_an_event, "Event.wait"),
        (waits_for_a_condition, "Condition.wait"),
        (waits_for_a_result, "Future.result"),
        (waits_for_an_item, "Queue.get"),
        (waits_for_a_thread_at_the_end_of_a_with, None),
        (waits_in_two_ways, None),
    ],
)
def test_what_blocked_is_named_if_it_is_known(blocks: Any, what: str | None) -> None:
    async def main() -> None:
        with never_blocked():
            await blocks()

    found = verdict(main)

    assert (found.facts["case"], found.facts.get("what")) == ("call" if what else "calls", what)
    assert found.facts["seconds"] == 1.0
    assert found.file == __file__
