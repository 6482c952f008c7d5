from __future__ import annotations

import datetime
import subprocess
import sys
import threading
import time
import types
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.errors import ClockError
from pytest_coro_lessons.wall_clock import WallClock, hold, release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEW_YEAR = datetime.datetime(2030, 1, 1)
NEW_YEAR_NS = 1_893_456_000 * 10**9
# In a dict, where freezegun does not look for it.
REAL: dict[str, Any] = {"now": datetime.datetime.now}


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    release()


@pytest.fixture
def in_bogota(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its time zone elsewhere")
    monkeypatch.setenv("TZ", "COT5")  # as America/Bogota, but needs no time zone database
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


def in_a_thread(function: Callable[[], Any]) -> Any:
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


# A followed thread


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda: time.time(), 1_893_456_090.5),
        (lambda: time.time_ns(), NEW_YEAR_NS + 90_500_000_000),
        (lambda: tuple(time.gmtime())[:6], (2030, 1, 1, 0, 1, 30)),
        (lambda: tuple(time.localtime())[:6], (2030, 1, 1, 0, 1, 30)),
        (lambda: tuple(time.localtime(0))[:6], (1970, 1, 1, 0, 0, 0)),
        (lambda: time.strftime("%Y-%m-%d %H:%M:%S"), "2030-01-01 00:01:30"),
        (lambda: time.strftime("%H:%M", time.gmtime(0)), "00:00"),
        (lambda: datetime.date.today(), NEW_YEAR.date()),
        (lambda: datetime.date.fromtimestamp(0), datetime.date(1970, 1, 1)),
        (lambda: datetime.datetime.now(), NEW_YEAR + timedelta(seconds=90.5)),
        (lambda: datetime.datetime.now(UTC).replace(tzinfo=None), NEW_YEAR + timedelta(0, 90.5)),
        (lambda: datetime.datetime.today(), NEW_YEAR + timedelta(seconds=90.5)),
        (lambda: datetime.datetime.utcnow(), NEW_YEAR + timedelta(seconds=90.5)),
        (lambda: datetime.datetime.now().timestamp(), 1_893_456_090.5),
        (lambda: datetime.datetime.now().astimezone().timestamp(), 1_893_456_090.5),
        (lambda: datetime.datetime.now().astimezone().utcoffset(), timedelta(0)),
        (lambda: datetime.datetime.fromtimestamp(time.time()), NEW_YEAR + timedelta(0, 90.5)),
    ],
)
def test_the_date_is_the_start_plus_virtual_time_on_a_machine_in_any_zone(
    in_bogota: None, clock: VirtualClock, read: Callable[[], Any], expected: object
) -> None:
    with WallClock(clock.time_ns, start=NEW_YEAR):
        clock.advance(90.5)
        seen = read()

    assert seen == expected


def test_a_clock_that_had_run_before_counts_from_the_entry(clock: VirtualClock) -> None:
    clock.advance(1000)
    with WallClock(clock.time_ns, start=NEW_YEAR):
        clock.advance(1)
        seen = datetime.datetime.now()

    assert seen == NEW_YEAR + timedelta(seconds=1)


@pytest.mark.parametrize("name", ["monotonic", "perf_counter"])
@pytest.mark.parametrize("seconds", [0.0, 0.1, 1 / 3, 5.000000001, 1.7e9 + 0.1])
def test_monotonic_clocks_are_the_virtual_clock_exactly(
    clock: VirtualClock, name: str, seconds: float
) -> None:
    clock.advance(seconds)
    with WallClock(clock.time_ns, start=NEW_YEAR):
        seen = getattr(time, name)()
        seen_ns = getattr(time, f"{name}_ns")()

    assert seen == clock.time()
    assert seen_ns == clock.time_ns()


def test_a_nanosecond_shows_in_time_ns(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns, start=NEW_YEAR):
        clock.advance(1e-9)
        seen = time.time_ns()

    assert seen == NEW_YEAR_NS + 1


def test_without_a_start_the_date_begins_at_the_real_one(clock: VirtualClock) -> None:
    before = time.time_ns()
    with WallClock(clock.time_ns):
        clock.advance(3600)
        seen = time.time_ns() - 3600 * 10**9
    after = time.time_ns()

    assert before <= seen <= after


@pytest.mark.parametrize("held", [False, True])
def test_names_imported_before_follow(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock, held: bool
) -> None:
    module = types.ModuleType("imported_before")
    exec("from time import monotonic\nfrom datetime import datetime", vars(module))
    monkeypatch.setitem(sys.modules, "imported_before", module)
    {True: hold, False: release}[held]()

    with WallClock(clock.time_ns, start=NEW_YEAR):
        clock.advance(5)
        seen = module.monotonic(), module.datetime.now()

    assert seen == (5.0, NEW_YEAR + timedelta(seconds=5))


def test_names_imported_while_it_is_held_follow_inside_and_are_real_outside(
    clock: VirtualClock,
) -> None:
    hold()
    names: dict[str, Any] = {}
    exec("from time import monotonic\nfrom datetime import datetime", names)
    now = names["datetime"].now  # as in `field(default_factory=datetime.now)`

    with WallClock(clock.time_ns, start=NEW_YEAR):
        clock.advance(5)
        inside = names["monotonic"](), now()
    before, outside, after = REAL["now"](), now(), REAL["now"]()

    assert inside == (5.0, NEW_YEAR + timedelta(seconds=5))
    assert before <= outside <= after


def test_every_thread_that_lives_in_virtual_time_follows_through_all_routes(
    clock: VirtualClock,
) -> None:
    def read() -> object:
        return time.time(), time.monotonic(), datetime.datetime.now(), datetime.date.today()

    with WallClock(clock.time_ns, start=NEW_YEAR, followed=lambda: True):
        clock.advance(7)
        seen = in_a_thread(read)

    assert seen == (1_893_456_007.0, 7.0, NEW_YEAR + timedelta(seconds=7), NEW_YEAR.date())


def test_a_clock_function_that_a_followed_thread_runs_by_itself_follows(
    clock: VirtualClock,
) -> None:
    with WallClock(clock.time_ns, followed=lambda: True):
        clock.advance(7)
        seen = in_a_thread(time.monotonic)

    assert seen == 7.0


def test_clocks_entered_at_once_do_not_mix(clock: VirtualClock) -> None:
    other_clock = VirtualClock(50.0)
    lives_in = "this one"
    with (
        WallClock(clock.time_ns, start="2030-01-01", followed=lambda: lives_in == "this one"),
        WallClock(other_clock.time_ns, start="2040-01-01", followed=lambda: lives_in == "other"),
    ):
        seen_in_this = time.monotonic(), datetime.date.today().year
        lives_in = "other"
        seen_in_other = time.monotonic(), datetime.date.today().year

    assert seen_in_this == (0.0, 2030)
    assert seen_in_other == (50.0, 2040)


def test_of_two_clocks_around_one_thread_the_inner_one_counts(clock: VirtualClock) -> None:
    inner_clock = VirtualClock(50.0)
    with WallClock(clock.time_ns):
        with WallClock(inner_clock.time_ns):
            inner = time.monotonic()
        outer = time.monotonic()

    assert (inner, outer) == (50.0, 0.0)


# What it is given


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2030-01-01", NEW_YEAR),
        ("2030-01-01T06:30", datetime.datetime(2030, 1, 1, 6, 30)),
        ("2030-01-01T00:00:00-05:00", datetime.datetime(2030, 1, 1, 5)),
        (datetime.date(2030, 1, 1), NEW_YEAR),
        (NEW_YEAR, NEW_YEAR),
        (NEW_YEAR.replace(tzinfo=timezone(timedelta(hours=-5))), NEW_YEAR + timedelta(hours=5)),
        (datetime.datetime.min, datetime.datetime.min),
    ],
)
def test_a_start_is_a_date_in_utc_unless_it_says_otherwise(
    in_bogota: None, clock: VirtualClock, start: Any, expected: datetime.datetime
) -> None:
    with WallClock(clock.time_ns, start=start):
        seen = datetime.datetime.now()

    assert seen == expected


@pytest.mark.parametrize("start", ["tomorrow", "", "2030-13-01", 1_893_456_000, timedelta(1), b""])
def test_a_start_that_is_no_date_is_refused_with_its_value(clock: VirtualClock, start: Any) -> None:
    expected = f"start must be a date, a datetime or a string in ISO 8601, got {start!r}"

    with pytest.raises(ClockError) as caught:
        WallClock(clock.time_ns, start=start)

    assert str(caught.value) == expected


def test_a_wall_clock_that_is_entered_is_not_entered_again(clock: VirtualClock) -> None:
    wall_clock = WallClock(clock.time_ns)

    with wall_clock, pytest.raises(ClockError, match="entered once at a time"), wall_clock:
        pass


def test_a_wall_clock_that_was_left_can_be_entered_by_another_thread(clock: VirtualClock) -> None:
    wall_clock = WallClock(clock.time_ns, start=NEW_YEAR)

    def enter() -> datetime.datetime:
        with wall_clock:
            clock.advance(1)
            return datetime.datetime.now()

    assert [enter(), in_a_thread(enter)] == [NEW_YEAR + timedelta(seconds=1)] * 2


def test_freezegun_is_not_imported_until_it_is_needed() -> None:
    code = "import sys, pytest_coro_lessons.wall_clock as w; print('freezegun' in sys.modules)"
    asked_again = "; w.hold(); print('freezegun' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", code + asked_again], capture_output=True, text=True, check=True
    )

    assert run.stdout.split() == ["False", "True"]
