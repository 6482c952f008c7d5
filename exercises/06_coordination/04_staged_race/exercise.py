"""A race in stages: nobody starts a stage before everybody has ended the one before."""

import asyncio
from collections.abc import Awaitable, Callable


async def staged_race(runners: list[Callable[[int], Awaitable[None]]], stages: int) -> None:
    # TODO: let every runner run stage 1, 2, ... up to `stages`: `await runner(stage)`.
    # TODO: in one stage all of them run at the same time.
    # TODO: nobody starts a stage before everybody has ended the one before.
    # TODO: if a runner fails, the race ends at once with that error.
    raise NotImplementedError


if __name__ == "__main__":

    def new_runner(name: str, pace: float) -> Callable[[int], Awaitable[None]]:
        async def run(stage: int) -> None:
            await asyncio.sleep(pace)
            print(f"{name} has ended stage {stage}")

        return run

    asyncio.run(staged_race([new_runner("Ana", 0.3), new_runner("Luis", 0.6)], 3))
