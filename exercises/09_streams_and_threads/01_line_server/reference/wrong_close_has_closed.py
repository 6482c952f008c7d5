"""Belief: when close returns, the connection is closed."""

import asyncio
from contextlib import closing


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        async for line in reader:
            writer.write(line.upper())
            await writer.drain()
