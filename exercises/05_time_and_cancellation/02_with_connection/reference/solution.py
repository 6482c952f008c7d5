"""One solution of `with_connection`."""

from typing import Any


async def with_connection(pool: Any, query: str) -> list:
    # Outside of the `try`: who is cancelled in this line has taken nothing yet.
    connection = await pool.acquire()
    # The `try` begins right behind it: from here on, every way out leads through `finally`.
    try:
        try:
            await connection.login()
            return await connection.query(query)
        finally:
            await connection.reset()
    finally:
        # A `finally` of its own: the line above awaits, so it can be cancelled, too.
        pool.release(connection)
