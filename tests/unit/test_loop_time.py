"""Time on a virtual loop: exact, at any date, and only where nothing else can happen."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons import VirtualClock, VirtualTimeLoop
from pytest_coro_lessons.errors import ClockError, LoopStalledError

from .loops import Log, loop, now, now_ns, open_loop, run

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

DAY = 86_400.0
DATES = [0.0, 90 * DAY, 200 * DAY, 3650 * DAY, 1.7e9]


def test_the_loop_is_a_loop_factory_for_a_runner() -> None:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        assert runner.run(asyncio.sleep(3600, "done")) == "done"
        assert runner.get_loop().time() == 3600.0


def test_a_wait_takes_no_real_time() -> None:
    began = time.perf_counter()

    run(asyncio.sleep(365 * DAY))

    assert time.perf_counter() - began < 60


def test_the_loop_has_the_time_of_its_clock() -> None:
    clock = VirtualClock(5.0)

    with open_loop(clock=clock) as virtual:
        virtual.run_until_complete(asyncio.sleep(1.5))

        assert virtual.clock is clock
        assert (virtual.time(), virtual.time_ns(), clock.time()) == (6.5, 6_500_000_000, 6.5)


@pytest.mark.parametrize("start", DATES)
def test_ten_sleeps_of_a_tenth_take_one_second_exactly(start: float) -> None:
    async def main() -> int:
        began = now_ns()
        for _ in range(10):
            await asyncio.sleep(0.1)
        return now_ns() - began

    assert run(main(), clock=VirtualClock(start)) == 1_000_000_000


def test_a_hundred_thousand_sleeps_of_a_tenth_end_exactly() -> None:
    async def main() -> float:
        for _ in range(100_000):
            await asyncio.sleep(0.1)
        return now()

    assert run(main()) == 10_000.0


@pytest.mark.parametrize("start", DATES)
def test_three_sleeps_of_a_tenth_end_with_one_of_three_tenths(start: float) -> None:
    async def main() -> list[tuple[str, float]]:
        log = Log()

        async def thrice() -> None:
            for _ in range(3):
                await asyncio.sleep(0.1)
            log("thrice")

        async def once() -> None:
            await asyncio.sleep(0.3)
            log("once")

        await asyncio.gather(once(), thrice())
        return log

    log = run(main(), clock=VirtualClock(start))

    assert [what for what, _ in log] == ["once", "thrice"]
    assert log[0][1] == log[1][1]


@pytest.mark.parametrize("start", DATES)
def test_a_timeout_ends_at_its_deadline_at_any_date(start: float) -> None:
    async def main() -> int:
        began = now_ns()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await asyncio.sleep(1)
        return now_ns() - began

    assert run(main(), clock=VirtualClock(start)) == 100_000_000


@pytest.mark.parametrize("start", DATES)
def test_wait_for_ends_at_its_deadline_at_any_date(start: float) -> None:
    async def main() -> int:
        began = now_ns()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.3)
        return now_ns() - began

    assert run(main(), clock=VirtualClock(start)) == 300_000_000


@pytest.mark.parametrize("seconds", [1e-9, 1e-6, 0.5, DAY, 2 * DAY, 3650 * DAY, 99 * 365 * DAY])
def test_a_sleep_is_as_long_as_asked(seconds: float) -> None:
    async def main() -> int:
        await asyncio.sleep(seconds)
        return now_ns()

    assert run(main()) == round(seconds * 10**9)


def test_a_nanosecond_passes_even_at_a_date() -> None:
    async def main() -> int:
        began = now_ns()
        await asyncio.sleep(1e-9)
        return now_ns() - began

    assert run(main(), clock=VirtualClock(1.7e9)) == 1


def test_a_second_is_a_second_after_ten_years() -> None:
    async def main() -> list[float]:
        await asyncio.sleep(3650 * DAY)
        began = now()
        await asyncio.sleep(1)
        return [began, now()]

    assert run(main()) == [315_360_000.0, 315_360_001.0]


def test_no_time_passes_while_something_is_ready() -> None:
    async def main() -> tuple[float, float]:
        timer = asyncio.ensure_future(asyncio.sleep(1))
        for _ in range(1000):
            await asyncio.sleep(0)
        spun = now()
        await timer
        return spun, now()

    assert run(main()) == (0.0, 1.0)


def test_a_turn_is_only_taken_for_work() -> None:
    async def main() -> int:
        before = loop().steps
        for _ in range(100):
            await asyncio.sleep(1)
        return loop().steps - before

    # A sleep is two steps: its timer, and the task that it wakes.
    assert run(main()) == 200


def test_a_sleep_of_nothing_or_less_takes_no_time() -> None:
    async def main() -> float:
        await asyncio.sleep(0)
        await asyncio.sleep(-5)
        return now()

    assert run(main()) == 0.0


def test_a_sleep_for_ever_alone_is_a_stall() -> None:
    with pytest.raises(LoopStalledError, match=r"sleep\(inf\)"):
        run(asyncio.sleep(math.inf))


def test_a_wait_inside_of_a_generator_is_told_by_its_own_line() -> None:
    @asynccontextmanager
    async def connection(idle: asyncio.Queue[str]) -> AsyncGenerator[str, None]:
        yield await idle.get()

    async def main() -> None:
        async with connection(asyncio.Queue()):
            pass

    with pytest.raises(LoopStalledError) as caught:
        run(main())

    (wait,) = caught.value.waits
    begins = connection.__wrapped__.__code__.co_firstlineno  # type: ignore[attr-defined]
    assert (wait.call, wait.file, wait.line) == ("Queue.get", __file__, begins + 2)


def test_a_sleep_for_ever_is_no_stall_while_others_go_on() -> None:
    async def main() -> float:
        for_ever = asyncio.create_task(asyncio.sleep(math.inf))
        await asyncio.sleep(3)
        for_ever.cancel()
        return now()

    assert run(main()) == 3.0


def test_a_sleep_of_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"nan|NaN"):
        run(asyncio.sleep(math.nan))


def test_timers_scheduled_for_a_time_fire_at_it() -> None:
    async def main() -> list[tuple[str, float]]:
        log = Log()
        loop().call_at(2.5, log, "at")
        loop().call_later(1.5, log, "later")
        loop().call_soon(log, "soon")
        await asyncio.sleep(3)
        return log

    assert run(main()) == [("soon", 0.0), ("later", 1.5), ("at", 2.5)]


def test_a_timer_knows_its_deadline() -> None:
    with open_loop(clock=VirtualClock(10.0)) as virtual:
        handles = [virtual.call_later(0.1, print), virtual.call_at(12.3, print)]

        assert [handle.when() for handle in handles] == [10.1, 12.3]


def test_a_deadline_in_the_past_fires_at_once_and_takes_no_time_back() -> None:
    async def main() -> list[tuple[str, float]]:
        await asyncio.sleep(10)
        log = Log()
        loop().call_at(3, log, "past")
        loop().call_at(-math.inf, log, "long past")
        loop().call_later(-100, log, "before")
        await asyncio.sleep(1)
        return log

    assert run(main()) == [("before", 10.0), ("long past", 10.0), ("past", 10.0)]


def test_a_timer_for_ever_can_be_cancelled_and_has_its_deadline() -> None:
    with open_loop() as virtual:
        handles = [virtual.call_later(math.inf, print), virtual.call_at(math.inf, print)]
        handles[0].cancel()

        assert [handle.when() for handle in handles] == [math.inf, math.inf]
        assert [handle.cancelled() for handle in handles] == [True, False]


@pytest.mark.parametrize("schedule", ["call_later", "call_at"])
def test_a_timer_without_a_time_is_refused(schedule: str) -> None:
    with open_loop() as virtual, pytest.raises(TypeError, match="None"):
        getattr(virtual, schedule)(None, print)


@pytest.mark.parametrize("schedule", ["call_later", "call_at", "call_soon"])
def test_a_closed_loop_takes_no_callbacks(schedule: str) -> None:
    virtual = VirtualTimeLoop()
    virtual.close()

    with pytest.raises(RuntimeError, match="Event loop is closed"):
        getattr(virtual, schedule)(*[print] if schedule == "call_soon" else [1, print])


def test_cancelled_timers_do_not_fill_the_loop() -> None:
    with open_loop() as virtual:
        kept = virtual.call_later(50, print)
        for timer in [virtual.call_later(100 + n, print) for n in range(100_000)]:
            timer.cancel()

        assert len(virtual._timers) < 1000
        assert kept in [timer for _, _, timer in virtual._timers]


def test_cancelled_timers_are_no_reason_to_go_on() -> None:
    async def main() -> None:
        loop().call_later(1, print).cancel()
        loop().call_later(2, print).cancel()
        await asyncio.Event().wait()

    with pytest.raises(LoopStalledError, match="stalled at 0 s"):
        run(main())


def test_a_timer_cancelled_after_it_fired_changes_nothing() -> None:
    async def main() -> tuple[bool, int]:
        timer = loop().call_later(1, int)
        await asyncio.sleep(2)
        timer.cancel()
        return timer.cancelled(), loop()._cancelled_timers

    assert run(main()) == (True, 0)


def test_a_clock_belongs_to_one_open_loop() -> None:
    clock = VirtualClock()
    with open_loop(clock=clock), pytest.raises(ClockError, match="already belongs"):
        VirtualTimeLoop(clock=clock)


def test_a_clock_goes_on_in_the_next_loop() -> None:
    clock = VirtualClock()

    run(asyncio.sleep(1), clock=clock)
    run(asyncio.sleep(2), clock=clock)

    assert clock.time() == 3.0


def test_a_loop_shows_its_time_and_whether_it_runs() -> None:
    async def main() -> str:
        await asyncio.sleep(0.25)
        return repr(loop())

    with open_loop() as virtual:
        shown = virtual.run_until_complete(main())

        assert shown == "<VirtualTimeLoop at 0.25 s running=True>"
        assert repr(virtual) == "<VirtualTimeLoop at 0.25 s running=False>"
