"""The names of freezegun that are not public and that we rely on.

A failure here means that the installed freezegun differs from those we know (1.5.0 to 1.5.5): read
its ``api.py`` beside ``wall_clock/table.py`` and ``wall_clock/hold.py``, then mend what changed.
"""

from __future__ import annotations

import datetime
import inspect
from typing import Any

import pytest
from freezegun import api, freeze_time

from pytest_coro_lessons.wall_clock.table import replacements

NEW_NAMES = {
    "FakeDate.fromtimestamp",
    "FrozenDateTimeFactory.time_to_freeze",
    "StepTickTimeFactory.time_to_freeze",
    "TickingDateTimeFactory.time_to_freeze",
}
REPLACED_NAMES = {
    "FakeDate.today",
    "FakeDatetime.astimezone",
    "FakeDatetime.fromtimestamp",
    "FakeDatetime.now",
    "FakeDatetime.timestamp",
    "FakeDatetime.utcnow",
    "TickingDateTimeFactory.__call__",
    "_freeze_time.stop",
    "_should_use_real_time",
    "call_stack_inspection_limit",
    "get_current_time",
    "real_gmtime",
    "real_localtime",
    "real_monotonic",
    "real_monotonic_ns",
    "real_perf_counter",
    "real_perf_counter_ns",
    "real_strftime",
    "real_time",
    "real_time_ns",
}
READERS = ["time", "time_ns", "gmtime", "localtime", "monotonic", "monotonic_ns"]
READERS += ["perf_counter", "perf_counter_ns"]


def found(path: str) -> Any:
    owner, _, name = path.rpartition(".")
    return vars(vars(api)[owner] if owner else api).get(name)


def test_the_table_replaces_these_names_and_no_others() -> None:
    rows = replacements(api, stopped=lambda: None)
    names = {name if owner is api else f"{owner.__name__}.{name}" for owner, name, _ in rows}

    assert names == REPLACED_NAMES | NEW_NAMES


@pytest.mark.parametrize("path", sorted(REPLACED_NAMES))
def test_freezegun_has_every_name_that_is_replaced(path: str) -> None:
    assert found(path) is not None


@pytest.mark.parametrize("path", sorted(NEW_NAMES))
def test_freezegun_lacks_every_name_that_is_added(path: str) -> None:
    assert found(path) is None


def test_freezegun_replaces_the_functions_that_we_know_and_no_others() -> None:
    fakes = {name for name in vars(api) if name.startswith("fake_")}

    assert fakes == {f"fake_{name}" for name in [*READERS, "strftime"]}


@pytest.mark.parametrize("name", READERS)
def test_every_fake_function_returns_the_real_one_when_it_should(name: str) -> None:
    source = "".join(inspect.getsource(vars(api)[f"fake_{name}"]).split())

    assert f"if_should_use_real_time():returnreal_{name}()" in source


def test_the_fake_strftime_formats_with_the_real_one() -> None:
    source = "".join(inspect.getsource(api.fake_strftime).split())

    assert "ifnot_should_use_real_time():time_to_format=fake_localtime()" in source
    assert "returnreal_strftime(format)" in source


@pytest.mark.parametrize("name", ["FakeDate.today", "FakeDatetime.now", "FakeDatetime.utcnow"])
def test_the_fake_classes_ask_for_the_current_time(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    date = datetime.datetime(2020, 2, 29)
    method = found(name)
    with freeze_time("2030-01-01"):
        monkeypatch.setattr(api, "get_current_time", lambda: date)
        seen = method.__get__(None, api.FakeDatetime)()

    assert (seen.year, seen.month, seen.day) == (2020, 2, 29)


def test_the_four_stacks_of_freezes_are_lists_in_step() -> None:
    with freeze_time("2020-01-01", tz_offset=1):
        stacks = [api.freeze_factories, api.tz_offsets, api.ignore_lists, api.tick_flags]
        depths = [len(stack) for stack in stacks]

    assert depths == [1, 1, 1, 1]
    assert stacks == [[], [], [], []]


def test_a_freeze_keeps_its_modules_and_prefixes_where_we_set_them() -> None:
    freeze = freeze_time("2020-01-01", ignore=["some_prefix"])
    with freeze:
        modules = freeze.modules_at_start

    assert "pytest" in modules
    assert "some_prefix" in freeze.ignore
    assert isinstance(freeze.ignore, tuple)


@pytest.mark.parametrize("how", [{}, {"tick": True}, {"auto_tick_seconds": 1}])
def test_a_frozen_date_is_an_attribute_that_is_read_set_and_nothing_more(
    how: dict[str, Any],
) -> None:
    date = datetime.datetime(2020, 1, 1)
    with freeze_time(date, **how) as frozen:
        before = vars(frozen)["time_to_freeze"]
        frozen.move_to("2021-01-01")
        after = vars(frozen)["time_to_freeze"]

    assert (before, after) == (date, datetime.datetime(2021, 1, 1))
