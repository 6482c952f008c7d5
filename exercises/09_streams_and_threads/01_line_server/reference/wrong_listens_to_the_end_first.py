"""Belief: only what is answered counts, and not when. The client waits before it says more."""

import asyncio
from contextlib import closing


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        everything = await reader.read()
        writer.write(everything.upper())
        await writer.drain()
    await writer.wait_closed()
