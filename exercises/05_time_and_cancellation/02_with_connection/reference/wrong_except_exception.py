"""Belief: except Exception catches everything. CancelledError is not an Exception."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    try:
        await connection.login()
        rows = await connection.query(query)
    except Exception:
        await connection.reset()
        pool.release(connection)
        raise
    await connection.reset()
    pool.release(connection)
    return rows
