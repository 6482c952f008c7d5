"""Belief: a loop of awaits runs everything at once. Each work starts when the last one ended."""

from collections.abc import Awaitable, Callable


async def run_tasks(
    work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float
) -> list[str]:
    answers = []
    for name in names:
        answers.append(await work(name, seconds))
    return answers
