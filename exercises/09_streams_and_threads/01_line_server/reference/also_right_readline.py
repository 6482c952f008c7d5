"""As good: readline, which returns nothing when there is nothing more to come."""

import asyncio
from contextlib import closing


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
    await writer.wait_closed()
