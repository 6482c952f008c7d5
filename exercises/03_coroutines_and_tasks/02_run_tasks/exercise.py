"""Run the same work under several names, all at once."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    # TODO: run `work(name, seconds)` for every name, all waiting at the same time.
    # TODO: return what each one answered, in the order of `names`.
    raise NotImplementedError


if __name__ == "__main__":

    async def work(name: str, seconds: float) -> str:
        print(f"{name} waits {seconds} s")
        await asyncio.sleep(seconds)
        return f"{name} done"

    print(asyncio.run(run_tasks(work, ["a", "b", "c"], 1.0)))
