"""Belief: no line means that none has come yet. At the end, none will ever come."""

import asyncio


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        while not (line := await reader.readline()):
            for _ in range(20):  # let the others go on
                await asyncio.sleep(0)
        writer.write(line.upper())
        await writer.drain()
