"""Also right, and longer: catch everything, clean up, raise it again."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    connection = await pool.acquire()
    try:
        try:
            await connection.login()
            rows = await connection.query(query)
        except BaseException:
            await connection.reset()
            raise
        await connection.reset()
        return rows
    finally:
        pool.release(connection)
