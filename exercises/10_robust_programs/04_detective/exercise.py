"""The weather station of service.py, repaired."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable


class Station:
    # TODO: copy the class from service.py, and repair its five faults.

    def __init__(
        self,
        read: Callable[[str], Awaitable[float]],
        store: Callable[[str, float], Awaitable[None]],
        notify: Callable[[str], Awaitable[None]],
        archive: Callable[[], AsyncIterator[float]],
    ) -> None:
        raise NotImplementedError


if __name__ == "__main__":

    async def read(sensor: str) -> float:
        await asyncio.sleep(0.2)
        return {"north": 21.0, "roof": 44.0}[sensor]

    async def store(sensor: str, value: float) -> None:
        await asyncio.sleep(0.1)
        print(f"stored: {sensor} {value}")

    async def notify(text: str) -> None:
        print("to whom it concerns:", text)

    async def archive() -> AsyncIterator[float]:
        for value in (12.0, 31.0, 18.0):
            await asyncio.sleep(0.1)
            yield value

    async def main() -> None:
        station = Station(read, store, notify, archive)
        print(await station.measure_all(["north", "roof"]))
        await station.save()
        print("above 30:", await station.first_above(30.0))

    asyncio.run(main())
