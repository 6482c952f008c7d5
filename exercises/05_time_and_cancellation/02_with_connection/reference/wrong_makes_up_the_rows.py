"""Belief: only the rows and the seconds count. The database is never asked."""

import asyncio
from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    await asyncio.sleep(3)
    return ["row 1", "row 2"]
