"""Belief: giving back once more does no harm. By then somebody else may have it."""

import asyncio
from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    try:
        try:
            await connection.login()
            return await connection.query(query)
        finally:
            await connection.reset()
    except asyncio.CancelledError:
        pool.release(connection)
        raise
    finally:
        pool.release(connection)
