"""Belief: what one read brings is one line. The network cuts where it likes."""

import asyncio
from contextlib import closing


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        while line := await reader.read(1024):
            writer.write(line.strip(b"\n").upper() + b"\n")
            await writer.drain()
    await writer.wait_closed()
