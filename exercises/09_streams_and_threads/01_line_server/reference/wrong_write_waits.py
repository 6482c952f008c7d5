"""Belief: write waits until it has been read. It puts everything into memory."""

import asyncio
from contextlib import closing


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        async for line in reader:
            writer.write(line.upper())
    await writer.wait_closed()
