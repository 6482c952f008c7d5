"""Belief: nothing happens to those who only log in. They can be cancelled there."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    await connection.login()
    try:
        try:
            return await connection.query(query)
        finally:
            await connection.reset()
    finally:
        pool.release(connection)
