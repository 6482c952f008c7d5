"""Belief: the lines at the end are always reached. An exception does not get there."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    await connection.login()
    rows = await connection.query(query)
    await connection.reset()
    pool.release(connection)
    return rows
