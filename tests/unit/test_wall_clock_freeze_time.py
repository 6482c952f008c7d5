"""A test's own ``freeze_time`` and a wall clock, one inside the other."""

from __future__ import annotations

import datetime
import sys
import time
import types
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.wall_clock import WallClock, hold, release

if TYPE_CHECKING:
    from collections.abc import Iterator

FROZEN = datetime.datetime(2020, 2, 29)
START = datetime.datetime(2030, 1, 1)
# In a dict, where freezegun does not look for them.
REAL: dict[str, Any] = {"monotonic": time.monotonic, "now": datetime.datetime.now}


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    release()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


def seconds_since(date: datetime.datetime) -> float:
    return (datetime.datetime.now() - date).total_seconds()


# A freeze that begins inside


def test_inside_a_freeze_the_date_is_its_own_and_virtual_time_moves_it_on(
    clock: VirtualClock,
) -> None:
    with WallClock(clock.time_ns, start=START):
        clock.advance(10)
        with freeze_time(FROZEN):
            on_entry = seconds_since(FROZEN)
            clock.advance(0.25)
            after = seconds_since(FROZEN), time.time(), time.time_ns(), time.strftime("%F %T")

    assert on_entry == 0
    assert after == (0.25, 1582934400.25, 1582934400_250000000, "2020-02-29 00:00:00")


def test_inside_a_freeze_monotonic_stays_the_virtual_clock(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns, start=START), freeze_time(FROZEN) as frozen:
        clock.advance(10)
        frozen.tick(1000)
        seen = time.monotonic(), time.perf_counter_ns()

    assert seen == (10.0, 10 * 10**9)


def test_leaving_a_freeze_brings_back_the_date_of_the_block(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns, start=START):
        with freeze_time(FROZEN):
            clock.advance(10)
        seen = seconds_since(START)

    assert seen == 10


@pytest.mark.parametrize("how", [{}, {"tick": True}])
def test_tick_and_move_to_set_the_date_and_virtual_time_goes_on_from_there(
    clock: VirtualClock, how: dict[str, bool]
) -> None:
    with WallClock(clock.time_ns, start=START), freeze_time(FROZEN, **how) as frozen:
        clock.advance(10)
        frozen.tick(timedelta(seconds=5))
        after_tick = seconds_since(FROZEN)
        clock.advance(10)
        frozen.move_to("2021-01-01")
        after_move = seconds_since(datetime.datetime(2021, 1, 1))
        clock.advance(10)
        in_the_end = seconds_since(datetime.datetime(2021, 1, 1))

    assert (after_tick, after_move, in_the_end) == (15, 0, 10)


def test_a_ticking_freeze_ticks_with_virtual_time_only(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns, start=START), freeze_time(FROZEN, tick=True):
        on_entry = seconds_since(FROZEN)
        clock.advance(10)
        after = seconds_since(FROZEN)

    assert (on_entry, after) == (0, 10)


def test_a_freeze_that_steps_on_every_read_does_both(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns, start=START), freeze_time(FROZEN, auto_tick_seconds=1):
        first, second = seconds_since(FROZEN), seconds_since(FROZEN)
        clock.advance(10)
        third = seconds_since(FROZEN)

    assert (first, second, third) == (0, 1, 12)


def test_a_freeze_sets_the_local_time_by_its_offset(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns, start=START), freeze_time(FROZEN, tz_offset=-5):
        now, utc = datetime.datetime.now(), datetime.datetime.utcnow()
        hours = time.localtime().tm_hour, time.gmtime().tm_hour
        epoch = now.timestamp(), now.astimezone().timestamp(), time.time()

    assert (now, utc) == (FROZEN - timedelta(hours=5), FROZEN)
    assert hours == (19, 0)
    assert epoch == (1582934400.0,) * 3


def test_a_freeze_as_a_decorator_of_a_coroutine_function(clock: VirtualClock) -> None:
    @freeze_time(FROZEN, as_arg=True)
    async def body(frozen: Any) -> object:
        clock.advance(10)
        frozen.tick(1)
        return seconds_since(FROZEN), time.monotonic()

    with WallClock(clock.time_ns), pytest.raises(StopIteration) as returned:
        body().send(None)

    assert returned.value.value == (11, 10.0)


def test_a_freeze_inside_a_freeze_counts_from_its_own_beginning(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns), freeze_time(FROZEN):
        clock.advance(10)
        with freeze_time("2021-01-01"):
            clock.advance(5)
            inner = seconds_since(datetime.datetime(2021, 1, 1))
        outer = seconds_since(FROZEN)

    assert (inner, outer) == (5, 15)


def test_a_freeze_that_outlasts_the_block_stands_still_after_it(clock: VirtualClock) -> None:
    freeze = freeze_time(FROZEN)
    with WallClock(clock.time_ns):
        freeze.start()
        clock.advance(10)
    after = seconds_since(FROZEN)
    clock.advance(10)
    later = seconds_since(FROZEN)
    freeze.stop()

    assert (after, later) == (10, 10)
    assert datetime.datetime is type(REAL["now"]())


# A freeze that began before


@pytest.mark.parametrize("held", [False, True])
def test_a_block_without_a_start_goes_on_from_the_date_of_a_freeze_around_it(
    clock: VirtualClock, held: bool
) -> None:
    {True: hold, False: release}[held]()
    with freeze_time(FROZEN) as frozen:
        with WallClock(clock.time_ns):
            clock.advance(10)
            frozen.tick(1)
            inside = seconds_since(FROZEN), time.monotonic()
        outside = seconds_since(FROZEN)

    assert inside == (11, 10.0)
    assert outside == 11


@pytest.mark.parametrize("held", [False, True])
def test_a_start_wins_over_a_freeze_around_the_block_and_loses_to_one_inside(
    clock: VirtualClock, held: bool
) -> None:
    {True: hold, False: release}[held]()
    with freeze_time(FROZEN):
        with WallClock(clock.time_ns, start=START):
            clock.advance(10)
            inside = seconds_since(START)
            with freeze_time("2021-01-01"):
                clock.advance(5)
                innermost = seconds_since(datetime.datetime(2021, 1, 1))
        outside = seconds_since(FROZEN)

    assert (inside, innermost, outside) == (10, 5, 15)


def test_a_freeze_around_the_block_may_end_inside_it(clock: VirtualClock) -> None:
    freeze = freeze_time(FROZEN)
    freeze.start()
    with WallClock(clock.time_ns, start=START):
        freeze.stop()
        clock.advance(10)
        first = seconds_since(START)
        with freeze_time("2021-01-01"):
            second = seconds_since(datetime.datetime(2021, 1, 1))

    assert (first, second) == (10, 0)
    assert datetime.datetime is type(REAL["now"]())


def test_a_ticking_freeze_around_the_block_never_jumps(clock: VirtualClock) -> None:
    with freeze_time(FROZEN, tick=True):
        before = seconds_since(FROZEN)
        with WallClock(clock.time_ns):
            on_entry = seconds_since(FROZEN)
            clock.advance(1000)
            on_exit = seconds_since(FROZEN)
        after = seconds_since(FROZEN)

    assert 0 <= before <= on_entry
    assert on_exit == pytest.approx(on_entry + 1000, abs=1e-5)
    assert on_exit <= after < on_exit + 1000


def test_a_freeze_around_the_block_keeps_its_offset(clock: VirtualClock) -> None:
    with freeze_time(FROZEN, tz_offset=-5), WallClock(clock.time_ns):
        clock.advance(3600)
        seen = datetime.datetime.now(), datetime.datetime.utcnow()

    assert seen == (FROZEN - timedelta(hours=4), FROZEN + timedelta(hours=1))


def test_modules_changed_by_a_freeze_around_the_block_are_restored(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    before, meanwhile = types.ModuleType("imported_before"), types.ModuleType("imported_meanwhile")
    exec("from time import monotonic", vars(before))
    monkeypatch.setitem(sys.modules, before.__name__, before)
    with freeze_time(FROZEN):
        exec("from time import monotonic", vars(meanwhile))
        monkeypatch.setitem(sys.modules, meanwhile.__name__, meanwhile)
        with WallClock(clock.time_ns):
            clock.advance(3)
            seen = vars(before)["monotonic"](), vars(meanwhile)["monotonic"]()
    after = vars(before)["monotonic"], vars(meanwhile)["monotonic"], time.monotonic
    with WallClock(clock.time_ns):
        seen_later = vars(before)["monotonic"](), vars(meanwhile)["monotonic"]()

    assert seen == seen_later == (3.0, 3.0)
    assert after == (REAL["monotonic"],) * 3


def test_a_freeze_around_the_block_can_be_used_again(clock: VirtualClock) -> None:
    @freeze_time(FROZEN)
    def body() -> float:
        with WallClock(clock.time_ns):
            clock.advance(10)
        return seconds_since(FROZEN)

    assert [body(), body()] == [10, 10]
    assert datetime.datetime is type(REAL["now"]())
