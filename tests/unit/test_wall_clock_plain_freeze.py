"""Rule: a plain ``freeze_time``, outside of virtual time, is freezegun's own, held or not."""

from __future__ import annotations

import datetime
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import api, freeze_time

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.wall_clock import WallClock, hold, release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FROZEN = datetime.datetime(2020, 2, 29)


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    release()


def seconds_since(date: datetime.datetime) -> float:
    return (datetime.datetime.now() - date).total_seconds()


def in_a_thread(function: Callable[[], Any]) -> Any:
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


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


def test_a_plain_freeze_is_freezeguns_for_a_thread_that_is_not_followed() -> None:
    clock = VirtualClock(50.0)
    with WallClock(clock.time_ns, followed=lambda: False), freeze_time(FROZEN):
        seen = seconds_since(FROZEN), time.monotonic()

    assert seen == (0, 1582934400.0)


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
