"""A test's own ``freeze_time`` and a wall clock, one inside the other."""

from __future__ import annotations

import datetime
import sys
import threading
import time
import types
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import api, freeze_time

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.wall_clock import WallClock, hold, release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def in_a_thread(function: Callable[[], Any]) -> Any:
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


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


def test_modules_changed_by_a_freeze_around_the_block_are_restored(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    module = types.ModuleType("imported_before")
    exec("from time import monotonic", vars(module))
    monkeypatch.setitem(sys.modules, "imported_before", module)
    with freeze_time(FROZEN), WallClock(clock.time_ns):
        clock.advance(3)
        seen = vars(module)["monotonic"]()

    assert seen == 3.0
    assert vars(module)["monotonic"] is REAL["monotonic"]
    assert time.monotonic is REAL["monotonic"]


def test_a_freeze_around_the_block_can_be_used_again(clock: VirtualClock) -> None:
    @freeze_time(FROZEN)
    def body() -> float:
        with WallClock(clock.time_ns):
            clock.advance(10)
        return seconds_since(FROZEN)

    assert [body(), body()] == [10, 10]
    assert datetime.datetime is type(REAL["now"]())


# A freeze that has nothing to do with virtual time


@pytest.mark.parametrize("how", [{}, {"tz_offset": -5}])
def test_a_plain_freeze_while_held_is_freezeguns_in_every_thread(how: dict[str, int]) -> None:
    def read() -> object:
        # Years only: in a thread, freezegun leaves these two to the real clock.
        years = time.localtime().tm_year, time.strftime("%Y")
        now = datetime.datetime.now()
        return now, datetime.date.today(), now.timestamp(), years

    with freeze_time(FROZEN, **how):
        alone = read(), in_a_thread(read)
    hold()
    with freeze_time(FROZEN, **how):
        held = read(), in_a_thread(read), time.monotonic()

    assert held[:2] == alone
    assert held[2] == 1582934400.0


def test_a_plain_freeze_is_freezeguns_for_a_thread_that_is_not_followed(
    clock: VirtualClock,
) -> None:
    def read() -> float:
        return seconds_since(FROZEN)

    with WallClock(clock.time_ns, followed=lambda: False), freeze_time(FROZEN):
        assert read() == 0


def test_a_plain_freeze_that_ticks_while_held_follows_real_time() -> None:
    hold()
    with freeze_time(FROZEN, tick=True) as frozen:
        frozen.start -= timedelta(hours=1)  # as if it had begun an hour ago
        elapsed = seconds_since(FROZEN)

    assert 3600 <= elapsed < 7200


@pytest.mark.parametrize(("depth", "is_real"), [(4, True), (5, False)])
def test_while_held_a_freeze_looks_as_far_up_for_ignored_modules_as_alone(
    depth: int, is_real: bool
) -> None:
    def read(frames_above: int) -> float:
        return read(frames_above - 1) if frames_above else time.time()

    ignored = {"__name__": "ignored_module", "read": read}

    def seen() -> object:
        with freeze_time(FROZEN, ignore=["ignored_module"]):
            return eval("read(depth - 1)", {**ignored, "depth": depth}) != 1582934400.0

    alone = seen()
    hold()

    assert (alone, seen()) == (is_real, is_real)


def test_one_stop_too_many_fails_while_held_as_it_does_alone() -> None:
    freeze = freeze_time(FROZEN)
    hold()
    with pytest.raises(IndexError):
        freeze.stop()

    assert len(api.freeze_factories) == 1
