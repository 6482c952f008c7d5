"""Belief: given back is given back, clean or not. The next one gets it before the reset."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    try:
        await connection.login()
        return await connection.query(query)
    finally:
        pool.release(connection)
        await connection.reset()
