"""Belief: with create_task, things overlap wherever the await is. One exists at a time."""

import asyncio
from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    answers = []
    for name in names:
        task = asyncio.create_task(work(name, seconds))
        answers.append(await task)
    return answers
