"""Belief: a connection is one question and one answer."""

import asyncio
from contextlib import closing


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        line = await reader.readline()
        writer.write(line.upper())
        await writer.drain()
    await writer.wait_closed()
