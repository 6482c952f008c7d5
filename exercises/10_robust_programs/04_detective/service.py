"""A weather station. It works, and it has five faults that a first look does not show."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

ALARM = 40.0


class Station:
    def __init__(
        self,
        read: Callable[[str], Awaitable[float]],
        store: Callable[[str, float], Awaitable[None]],
        notify: Callable[[str], Awaitable[None]],
        archive: Callable[[], AsyncIterator[float]],
    ) -> None:
        self.read, self.store, self.notify, self.archive = read, store, notify, archive
        self.values: dict[str, float] = {}

    async def measure(self, sensor: str) -> None:
        """Read a sensor; if it does not answer, once more after half a second."""
        try:
            value = await self.read(sensor)
        except ConnectionError:
            time.sleep(0.5)
            value = await self.read(sensor)
        if value > ALARM:
            self.notify(f"{sensor} is at {value}")
        self.values[sensor] = value

    async def measure_all(self, sensors: list[str]) -> dict[str, float]:
        """Read all sensors at once."""
        async with asyncio.TaskGroup() as group:
            for sensor in sensors:
                group.create_task(self.measure(sensor))
        return {sensor: self.values[sensor] for sensor in sensors}

    async def save(self) -> None:
        """Store all values. Who is on duty is told of each one that cannot be stored."""
        saving = [
            asyncio.create_task(self.store(sensor, value)) for sensor, value in self.values.items()
        ]
        if saving:
            await asyncio.wait(saving)

    async def first_above(self, limit: float) -> float | None:
        """Look into the archive for the first value above a limit."""
        async for value in self.archive():
            if value > limit:
                return value
        return None

    async def watch(self, sensors: list[str], rounds: int, pause: float) -> None:
        """Measure again and again. A round that fails does not end the watch."""
        for _ in range(rounds):
            try:
                await self.measure_all(sensors)
                await asyncio.sleep(pause)
            except (Exception, asyncio.CancelledError) as error:
                await self.notify(f"round failed: {type(error).__name__}")
