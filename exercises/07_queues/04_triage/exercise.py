"""Attend patients as they come, the most urgent first."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable


async def triage(
    patients: AsyncIterator[tuple[int, dict]], attend: Callable[[dict], Awaitable[None]]
) -> None:
    # TODO: take in patients as they come: `async for level, patient in patients`.
    # TODO: meanwhile attend them one by one, the lowest level first.
    raise NotImplementedError


if __name__ == "__main__":

    async def patients() -> AsyncIterator[tuple[int, dict]]:
        for level, name in [(3, "Ana"), (3, "Luis"), (1, "Eva"), (2, "Bea")]:
            yield level, {"name": name}
            await asyncio.sleep(0.1)

    async def attend(patient: dict) -> None:
        print("attending", patient["name"])
        await asyncio.sleep(0.5)

    asyncio.run(triage(patients(), attend))
