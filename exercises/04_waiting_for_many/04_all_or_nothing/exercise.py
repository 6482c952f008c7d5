"""Run every step at once: either all of their results, or the error of the one that failed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    # TODO: run `step(name)` for every name, all at the same time, and return their results.
    # TODO: if one fails, cancel the others, wait until they have ended, and raise its error.
    raise NotImplementedError


if __name__ == "__main__":

    async def step(name: str) -> str:
        try:
            await asyncio.sleep({"flight": 1.5, "hotel": 0.5, "car": 1.0}[name])
            if name == "hotel":
                raise ValueError("the hotel is full")
            return f"{name} booked"
        finally:
            print(f"{name} has ended")

    try:
        print(asyncio.run(all_or_nothing(step, ["flight", "hotel", "car"])))
    except ValueError as error:
        print(f"nothing booked: {error}")
