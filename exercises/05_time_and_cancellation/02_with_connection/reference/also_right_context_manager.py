"""Also right: a context manager holds the connection, and its block is the work."""

from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def connected(pool: Any):
    connection = await pool.acquire()
    try:
        try:
            yield connection
        finally:
            await connection.reset()
    finally:
        pool.release(connection)


async def with_connection(pool: Any, query: str) -> list:
    async with connected(pool) as connection:
        await connection.login()
        return await connection.query(query)
