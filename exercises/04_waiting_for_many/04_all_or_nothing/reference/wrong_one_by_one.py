"""Belief: to stop at the first error, the steps have to follow one another."""

from collections.abc import Awaitable, Callable
from typing import Any


async def all_or_nothing(step: Callable[[str], Awaitable[Any]], names: list[str]) -> list[Any]:
    return [await step(name) for name in names]
