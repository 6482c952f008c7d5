"""Also right: an exit stack. What was pushed last is done first, whatever happens to it."""

from contextlib import AsyncExitStack
from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    async with AsyncExitStack() as stack:
        connection = await pool.acquire()
        stack.callback(pool.release, connection)
        stack.push_async_callback(connection.reset)
        await connection.login()
        return await connection.query(query)
