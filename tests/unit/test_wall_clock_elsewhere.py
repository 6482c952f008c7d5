"""Rule: only followed threads inside the block notice that there is a wall clock."""

from __future__ import annotations

import datetime
import queue
import sys
import threading
import time
import types
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from _pytest import timing

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.wall_clock import WallClock, hold, release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# In a dict, where freezegun does not look for them.
REAL: dict[str, Any] = {
    "time": time.time,
    "time_ns": time.time_ns,
    "monotonic": time.monotonic,
    "monotonic_ns": time.monotonic_ns,
    "perf_counter": time.perf_counter,
    "perf_counter_ns": time.perf_counter_ns,
    "gmtime": time.gmtime,
    "localtime": time.localtime,
    "strftime": time.strftime,
    "date": datetime.date,
    "datetime": datetime.datetime,
}

# What reads it, and what it would read without us; each gives values that can be compared.
REAL_ROUTES: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "time": (lambda: time.time(), lambda: REAL["time"]()),
    "time_ns": (lambda: time.time_ns(), lambda: REAL["time_ns"]()),
    "monotonic": (lambda: time.monotonic(), lambda: REAL["monotonic"]()),
    "monotonic_ns": (lambda: time.monotonic_ns(), lambda: REAL["monotonic_ns"]()),
    "perf_counter": (lambda: time.perf_counter(), lambda: REAL["perf_counter"]()),
    "perf_counter_ns": (lambda: time.perf_counter_ns(), lambda: REAL["perf_counter_ns"]()),
    "gmtime": (lambda: time.gmtime(), lambda: REAL["gmtime"]()),
    "localtime": (lambda: time.localtime(), lambda: REAL["localtime"]()),
    "localtime of a moment": (lambda: time.localtime(0), lambda: REAL["localtime"](0)),
    "strftime": (lambda: time.strftime("%F %T"), lambda: REAL["strftime"]("%F %T")),
    "date.today": (lambda: datetime.date.today(), lambda: REAL["date"].today()),
    "date.fromtimestamp": (
        lambda: datetime.date.fromtimestamp(0),
        lambda: REAL["date"].fromtimestamp(0),
    ),
    "now": (lambda: datetime.datetime.now(), lambda: REAL["datetime"].now()),
    "now(tz)": (lambda: datetime.datetime.now(UTC), lambda: REAL["datetime"].now(UTC)),
    "today": (lambda: datetime.datetime.today(), lambda: REAL["datetime"].today()),
    "utcnow": (
        lambda: datetime.datetime.utcnow(),
        lambda: REAL["datetime"].now(UTC).replace(tzinfo=None),
    ),
    "fromtimestamp": (
        lambda: datetime.datetime.fromtimestamp(0),
        lambda: REAL["datetime"].fromtimestamp(0),
    ),
    "timestamp": (
        lambda: datetime.datetime(2030, 1, 1).timestamp(),
        lambda: REAL["datetime"](2030, 1, 1).timestamp(),
    ),
    "astimezone": (
        lambda: datetime.datetime(2030, 1, 1).astimezone().utcoffset(),
        lambda: REAL["datetime"](2030, 1, 1).astimezone().utcoffset(),
    ),
}
each_real_route = pytest.mark.parametrize(
    ("read", "real"), REAL_ROUTES.values(), ids=REAL_ROUTES.keys()
)


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


@each_real_route
def test_another_thread_sees_the_real_clocks_and_its_own_zone(
    in_bogota: None, clock: VirtualClock, read: Callable[[], Any], real: Callable[[], Any]
) -> None:
    with WallClock(clock.time_ns, start="2030-01-01"):
        before, seen, after = in_a_thread(lambda: (real(), read(), real()))

    assert before <= seen <= after


@each_real_route
def test_outside_the_block_all_is_real_while_held(
    in_bogota: None, clock: VirtualClock, read: Callable[[], Any], real: Callable[[], Any]
) -> None:
    hold()
    with WallClock(clock.time_ns, start="2030-01-01"):
        clock.advance(5)
    before, seen, after = real(), read(), real()

    assert before <= seen <= after


@pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")
@each_real_route
def test_after_the_block_all_is_real(
    in_bogota: None, clock: VirtualClock, read: Callable[[], Any], real: Callable[[], Any]
) -> None:
    with WallClock(clock.time_ns, start="2030-01-01"):
        clock.advance(5)
    before, seen, after = real(), read(), real()

    assert before <= seen <= after


def test_the_measuring_of_pytest_is_never_virtual(clock: VirtualClock) -> None:
    # As `subtests` does it inside a test; most of pytest imports the functions by name.
    names = {"__name__": "_pytest.subtests", "time": time}
    with WallClock(clock.time_ns, start="2030-01-01"):
        before = REAL["perf_counter"]()
        seen = eval("time.perf_counter()", names)
        after = REAL["perf_counter"]()
        imported = timing.perf_counter, timing.time

    assert imported == (REAL["perf_counter"], REAL["time"])
    assert before <= seen <= after


def test_our_own_modules_and_blocking_calls_keep_the_clocks_they_imported(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    watchdog = types.ModuleType("pytest_coro_lessons.some_watchdog")
    exec("from time import monotonic", vars(watchdog))
    monkeypatch.setitem(sys.modules, watchdog.__name__, watchdog)
    with WallClock(clock.time_ns):
        seen = watchdog.monotonic, vars(threading)["_time"], vars(queue)["time"]

    assert set(seen) == {REAL["monotonic"]}


def test_a_time_limit_of_a_queue_passes_in_virtual_time(clock: VirtualClock) -> None:
    with WallClock(clock.time_ns), pytest.raises(queue.Empty):
        queue.Queue[int]().get(timeout=1e-6)
