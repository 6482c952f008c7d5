"""Belief: to_thread is given the call. The call is made before, right here."""

import asyncio
from collections.abc import Callable
from typing import Any


async def summarize(files: list[str], compute: Callable[[str], Any]) -> list[Any]:
    return await asyncio.gather(*(asyncio.to_thread(compute(file)) for file in files))
