"""Belief: nobody is cancelled inside finally. Its await is like any other."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    try:
        await connection.login()
        return await connection.query(query)
    finally:
        await connection.reset()
        pool.release(connection)
