"""Belief: in an async function nothing blocks. This one blocks the loop for as long as it takes."""

import asyncio
from collections.abc import Callable
from typing import Any


async def summarize(files: list[str], compute: Callable[[str], Any]) -> list[Any]:
    return [compute(file) for file in files]
