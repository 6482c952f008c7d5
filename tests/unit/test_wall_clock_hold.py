"""The hold: what it changes, when it ends, and that it leaves nothing behind."""

from __future__ import annotations

import copyreg
import datetime
import importlib
import queue
import subprocess
import sys
import threading
import time
import types
import uuid
from typing import TYPE_CHECKING, Any

import freezegun
import pytest
from freezegun import api, freeze_time

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.wall_clock import WallClock, hold, release

if TYPE_CHECKING:
    from collections.abc import Iterator


# In a dict, where freezegun does not look for them.
REAL: dict[str, Any] = {"monotonic": time.monotonic, "datetime": datetime.datetime}


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    yield
    release()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every start of a freeze that has to go through all modules."""
    seen: list[object] = []
    start = api._freeze_time.start

    def counted(self: Any) -> Any:
        seen.extend([self] * (not api.freeze_factories))
        return start(self)

    monkeypatch.setattr(api._freeze_time, "start", counted)
    return seen


def is_held() -> bool:
    return time.monotonic is not REAL["monotonic"]


def everything() -> list[object]:
    """What freezegun and the hold could leave changed."""
    owners = [
        api,
        api.FakeDate,
        api.FakeDatetime,
        api.FrozenDateTimeFactory,
        api.TickingDateTimeFactory,
        api.StepTickTimeFactory,
        api._freeze_time,
        datetime,
        time,
        uuid,
    ]
    left_by_freezegun = {"clock", "_UuidCreate", "_last_timestamp", "_GLOBAL_MODULES_CACHE"}
    names = [{k: v for k, v in vars(o).items() if k not in left_by_freezegun} for o in owners]
    return [*names, dict(copyreg.dispatch_table), list(api.freeze_factories)]


@pytest.mark.parametrize("held", [False, True])
def test_nothing_is_left_behind(clock: VirtualClock, held: bool) -> None:
    before = everything()
    {True: hold, False: release}[held]()
    with WallClock(clock.time_ns), freeze_time("2020-01-01"):
        clock.advance(1)
    release()

    assert everything() == before


def test_holding_twice_holds_once(starts: list[object]) -> None:
    hold()
    hold()
    assert len(starts) == 1
    assert is_held()
    release()
    assert not is_held()
    release()
    assert not is_held()


def test_many_blocks_in_one_hold_go_through_all_modules_once(
    clock: VirtualClock, starts: list[object]
) -> None:
    hold()
    with WallClock(clock.time_ns):
        pass
    with WallClock(clock.time_ns), freeze_time("2020-01-01"):
        pass

    assert len(starts) == 1
    assert is_held()


def test_a_block_holds_by_itself_and_releases_what_it_held(
    clock: VirtualClock, starts: list[object]
) -> None:
    with WallClock(clock.time_ns):
        held_inside = is_held()

    assert held_inside
    assert not is_held()
    assert len(starts) == 1


def test_a_release_inside_a_block_takes_effect_after_it(clock: VirtualClock) -> None:
    hold()
    with WallClock(clock.time_ns):
        release()
        clock.advance(1)
        seen = time.monotonic()

    assert seen == 1.0
    assert not is_held()


def test_a_release_inside_a_freeze_takes_effect_after_it() -> None:
    hold()
    with freeze_time("2020-01-01"):
        release()
        seen = datetime.date.today()

    assert seen == datetime.date(2020, 1, 1)
    assert not is_held()


def test_names_that_a_module_imported_while_it_was_held_are_restored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = types.ModuleType("imported_meanwhile")
    hold()
    exec("from time import monotonic\nfrom datetime import datetime", vars(module))
    monkeypatch.setitem(sys.modules, "imported_meanwhile", module)
    release()

    assert vars(module)["monotonic"] is REAL["monotonic"]
    assert vars(module)["datetime"] is REAL["datetime"]


def test_modules_that_a_project_told_freezegun_to_ignore_stay_as_they_are(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    module = types.ModuleType("very_slow_to_look_into")
    exec("from time import monotonic", vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(freezegun.config, "settings", freezegun.config.Settings(["very_slow"]))
    with WallClock(clock.time_ns):
        seen = vars(module)["monotonic"]

    assert seen is REAL["monotonic"]


def test_blocking_calls_measure_real_time_whatever_a_project_tells_freezegun(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    monkeypatch.setattr(freezegun.config, "settings", freezegun.config.Settings(["nothing"]))
    with WallClock(clock.time_ns):
        seen = vars(threading)["_time"], vars(queue)["time"], vars(subprocess)["_time"]

    assert seen == (REAL["monotonic"],) * 3


def test_a_queue_that_nobody_imported_before_measures_real_time(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    monkeypatch.delitem(sys.modules, "queue")
    with WallClock(clock.time_ns):
        imported = importlib.import_module("queue")

    assert imported is not queue
    assert vars(imported)["time"] is REAL["monotonic"]


def test_a_module_that_cannot_be_looked_into_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    class Broken(types.ModuleType):
        def __dir__(self) -> list[str]:
            raise RuntimeError("not now")

    before = everything()
    monkeypatch.setitem(sys.modules, "broken", Broken("broken"))
    with pytest.raises(RuntimeError, match="not now"):
        hold()
    monkeypatch.undo()
    after = everything()
    with WallClock(clock.time_ns, start="2030-01-01"):
        seen = datetime.datetime.now()

    assert after == before
    assert seen == REAL["datetime"](2030, 1, 1)
