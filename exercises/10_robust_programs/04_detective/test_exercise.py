"""Graded test of `Station`, one test for each fault. The seconds are virtual."""

import asyncio

import pytest

from pytest_coro_lessons import cancelled_at, in_any_order, result, took


class Outside:
    """What a station is connected to: sensors, a store, people on duty, an archive."""

    def __init__(self, world):
        self.temperatures, self.trouble = {"north": 21.0, "roof": 30.0}, []
        self.read = world.operation("read", returns=self.temperatures.get, raises=self._next)
        self.store = world.operation("store", seconds=0.5, raises=self._unless_cold)
        self.notify = world.operation("notify", seconds=0.0)
        self.cursors = 0

    def _next(self, sensor):
        return self.trouble.pop(0) if self.trouble and sensor == "roof" else None

    def _unless_cold(self, sensor, value):
        return OSError("disk full") if value > 40 else None

    async def archive(self):
        self.cursors += 1
        try:
            for value in (12.0, 31.0, 18.0, 35.0):
                await asyncio.sleep(1)
                yield value
        finally:
            await asyncio.sleep(0.25)
            self.cursors -= 1


@pytest.fixture
def outside(world):
    return Outside(world)


def station_of(exercise, outside):
    return exercise.Station(outside.read, outside.store, outside.notify, outside.archive)


async def test_a_second_try_holds_nobody_up(exercise, outside):
    outside.trouble = [ConnectionError("no answer")]

    with took(2.5):
        values = await station_of(exercise, outside).measure_all(["north", "roof"])

    in_any_order(outside.read, ["north", "roof", "roof"])
    result(values, {"north": 21.0, "roof": 30.0})


async def test_who_is_on_duty_is_told_of_an_alarm(exercise, outside):
    outside.temperatures["roof"] = 44.0

    await station_of(exercise, outside).measure("roof")

    in_any_order(outside.notify, ["roof is at 44.0"])


async def test_a_value_that_cannot_be_stored_does_not_go_unnoticed(exercise, outside):
    station = station_of(exercise, outside)
    station.values = {"north": 21.0, "roof": 44.0, "south": 19.0}

    with took(0.5):
        await station.save()

    in_any_order(outside.store, ["north", "roof", "south"])
    texts = [call.args[0] for call in outside.notify.calls]
    result([name for name in station.values if name in " ".join(texts)], ["roof"], of="told")


async def test_the_archive_is_closed_when_the_value_is_found(exercise, outside):
    with took(2.25):
        value = await station_of(exercise, outside).first_above(30.0)

    result(value, 31.0)
    result(outside.cursors, 0, of="cursors")


async def test_a_watch_goes_on_after_trouble_and_ends_when_it_is_cancelled(exercise, outside):
    station = station_of(exercise, outside)
    outside.trouble = [ValueError("the sensor talks nonsense")]

    with cancelled_at(18.0):
        await station.watch(["north", "roof"], 10, 5.0)

    # Trouble in the first round, from 0 to 1 s; then rounds begin at 1, 7 and 13 s.
    result(len(outside.read.called_with("north")), 4, of="rounds")
