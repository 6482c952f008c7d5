"""Belief: a cancellation that has been cleaned up is dealt with. Nobody learns of it."""

import asyncio
from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    rows: list = []
    try:
        try:
            await connection.login()
            rows = await connection.query(query)
        except asyncio.CancelledError:
            pass
        finally:
            await connection.reset()
    finally:
        pool.release(connection)
    return rows
