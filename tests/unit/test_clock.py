"""The virtual clock by itself."""

from __future__ import annotations

import math

import pytest

from pytest_coro_lessons import VirtualClock
from pytest_coro_lessons.clock import to_nanoseconds
from pytest_coro_lessons.errors import ClockError

TEN_YEARS = 3650 * 86_400.0
DATE = 1.7e9


def test_a_clock_starts_at_zero() -> None:
    clock = VirtualClock()

    assert (clock.time(), clock.time_ns()) == (0.0, 0)


def test_a_clock_may_start_at_a_date() -> None:
    clock = VirtualClock(start=DATE)

    assert (clock.time(), clock.time_ns()) == (DATE, 1_700_000_000_000_000_000)


def test_a_clock_may_start_before_zero() -> None:
    assert VirtualClock(start=-1.5).time_ns() == -1_500_000_000


@pytest.mark.parametrize("start", [math.inf, -math.inf, math.nan])
def test_a_start_that_is_no_time_is_refused(start: float) -> None:
    with pytest.raises(ClockError, match=rf"must be finite, got {start}$"):
        VirtualClock(start)


def test_ten_advances_of_a_tenth_make_one_second_exactly() -> None:
    clock = VirtualClock()

    assert [clock.advance(0.1) and clock.time() for _ in range(10)][-1] == 1.0


@pytest.mark.parametrize("start", [0.0, 200 * 86_400.0, TEN_YEARS, DATE])
def test_an_advance_is_exact_at_any_date(start: float) -> None:
    clock = VirtualClock(start)

    clock.advance(0.1)
    clock.advance(1e-9)

    assert clock.time_ns() - to_nanoseconds(start) == 100_000_001


def test_an_advance_by_nothing_is_allowed() -> None:
    clock = VirtualClock()

    clock.advance(0)

    assert clock.time_ns() == 0


@pytest.mark.parametrize("seconds", [-1, -0.1, math.inf, math.nan])
def test_time_does_not_go_back_nor_to_no_time(seconds: float) -> None:
    clock = VirtualClock(5.0)

    with pytest.raises(ClockError, match=f"0 s or more, got {seconds}$"):
        clock.advance(seconds)
    assert clock.time() == 5.0


def test_a_clock_error_is_a_value_error() -> None:
    assert issubclass(ClockError, ValueError)


def test_auto_advance_is_off_within_the_block() -> None:
    clock = VirtualClock()

    with clock.without_auto_advance() as given:
        within = clock.auto_advance

    assert (given is clock, within, clock.auto_advance) == (True, False, True)


def test_blocks_without_auto_advance_nest() -> None:
    clock = VirtualClock()

    with clock.without_auto_advance():
        with clock.without_auto_advance():
            pass
        within = clock.auto_advance

    assert (within, clock.auto_advance) == (False, True)


def test_auto_advance_comes_back_after_an_error() -> None:
    clock = VirtualClock()

    with pytest.raises(KeyError), clock.without_auto_advance():
        raise KeyError

    assert clock.auto_advance


def test_a_clock_shows_its_time_and_mode() -> None:
    clock = VirtualClock(1.5)

    with clock.without_auto_advance():
        off = repr(clock)

    assert (repr(clock), off) == (
        "<VirtualClock 1.5 s>",
        "<VirtualClock 1.5 s, auto-advance off>",
    )


@pytest.mark.parametrize(
    ("seconds", "nanoseconds"),
    [
        (0, 0),
        (1e-9, 1),
        (0.1, 100_000_000),
        (0.1 + 0.2, 300_000_000),
        (86_400.000000001, 86_400_000_000_001),
        (2**20 + 0.1, 1_048_576_100_000_000),
        (TEN_YEARS + 0.1, 315_360_000_100_000_000),
        (DATE + 0.1, 1_700_000_000_100_000_000),
        (DATE + 0.7 + 0.1, 1_700_000_000_800_000_000),
        (10**12, 10**21),
        (1e18, 10**27),
        (-0.1, -100_000_000),
        (-DATE - 0.1, -1_700_000_000_100_000_000),
    ],
)
def test_seconds_mean_the_decimal_that_was_written(seconds: float, nanoseconds: int) -> None:
    assert to_nanoseconds(seconds) == nanoseconds
