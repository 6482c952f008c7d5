"""What the loops are asked to do: one long chain of sleeps, very many tasks, very short lives."""

from __future__ import annotations

import asyncio
import random
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any, TypeAlias

    from contenders import Contender

    Main: TypeAlias = Callable[[], Coroutine[Any, Any, None]]

SEQUENTIAL_SLEEPS = 100_000
TASKS = 10_000
SLEEPS_PER_TASK = 10
LIVES = 500
SEED = 20


def sequential(contender: Contender, scale: float) -> int:
    """One task sleeps a second, over and over; an item is a sleep."""
    count = _scaled(SEQUENTIAL_SLEEPS, contender, scale)
    delay = 1 if contender.virtual else 0

    async def main() -> None:
        for _ in range(count):
            await asyncio.sleep(delay)

    _run(contender, main)
    return count


def many_tasks(contender: Contender, scale: float) -> int:
    """Many tasks sleep for random times; an item is a sleep."""
    count = _scaled(TASKS, contender, scale)
    times = random_times(count) if contender.virtual else [[0.0] * SLEEPS_PER_TASK] * count

    async def sleeper(delays: Sequence[float]) -> None:
        for delay in delays:
            await asyncio.sleep(delay)

    async def main() -> None:
        await asyncio.gather(*map(sleeper, times))

    _run(contender, main)
    return count * SLEEPS_PER_TASK


@cache
def random_times(count: int) -> list[list[float]]:
    """Draw the times of ``count`` tasks; all contenders get the same ones."""
    draw = random.Random(SEED).random
    return [[draw() for _ in range(SLEEPS_PER_TASK)] for _ in range(count)]


def short_lives(contender: Contender, scale: float) -> int:
    """Make a loop, run next to nothing on it, close it; an item is a loop."""
    count = max(1, round(LIVES * scale))

    async def main() -> None:
        pass

    for _ in range(count):
        _run(contender, main)
    return count


SCENARIOS = {
    "one task, sleep(1) after sleep(1)": sequential,
    "10,000 tasks, 10 random sleeps each": many_tasks,
    "make, run and close a loop": short_lives,
}


def jobs(
    scenario: Callable[[Contender, float], int], contenders: Sequence[Contender], scale: float
) -> dict[str, Callable[[], int]]:
    return {c.name: partial(scenario, c, scale) for c in contenders if c.make is not None}


def _scaled(count: int, contender: Contender, scale: float) -> int:
    return max(1, round(count * scale * contender.share))


def _run(contender: Contender, main: Main) -> None:
    assert contender.make is not None
    loop = contender.make()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
