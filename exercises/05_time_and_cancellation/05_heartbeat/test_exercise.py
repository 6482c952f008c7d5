"""Graded test of `heartbeat`. The seconds are virtual: they take no real time."""

import asyncio
import time
from types import SimpleNamespace

import pytest

from pytest_coro_lessons import ended_at, started_at, started_every, took


@pytest.fixture(autouse=True)
def computer(monkeypatch, virtual_clock):
    """A computer whose clock shows what that of the loop shows, until somebody sets it."""
    computer = SimpleNamespace(set_back_by=0.0)
    monkeypatch.setattr(time, "time", lambda: virtual_clock.time() - computer.set_back_by)
    return computer


async def test_the_beats_keep_their_period(exercise, world):
    action = world.operation("action", seconds=0.3)

    await exercise.heartbeat(action, 1.0, 4)

    started_every(action, 1.0)
    started_at(action, [0.0, 1.0, 2.0, 3.0])


async def test_it_ends_with_the_last_action(exercise, world):
    action = world.operation("action", seconds=0.3)

    with took(at_least=3.3, at_most=3.3):
        await exercise.heartbeat(action, 1.0, 4)

    ended_at(action, [0.3, 1.3, 2.3, 3.3])


async def test_the_rhythm_begins_where_it_is_called(exercise, world):
    durations = iter([0.5, 0.125, 0.625, 0.25])
    action = world.operation("action", seconds=lambda: next(durations))

    await asyncio.sleep(7.25)
    await exercise.heartbeat(action, 0.75, 4)

    started_at(action, [7.25, 8.0, 8.75, 9.5])


async def test_setting_the_clock_of_the_computer_does_not_disturb_it(exercise, world, computer):
    action = world.operation("action", seconds=0.3)

    asyncio.get_running_loop().call_later(1.5, setattr, computer, "set_back_by", 3600.0)
    await exercise.heartbeat(action, 1.0, 4)

    started_at(action, [0.0, 1.0, 2.0, 3.0])
