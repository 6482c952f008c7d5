"""Belief: sending to one after another is quick enough. The slow one holds up the rest."""

import asyncio
from contextlib import suppress


class Room:
    def __init__(self) -> None:
        self._writers: dict[str, asyncio.StreamWriter] = {}

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = (await reader.readline()).decode().strip()
        self._writers[name] = writer
        try:
            async for line in reader:
                await self._tell(name, f"{name}: {line.decode()}".encode())
        finally:
            del self._writers[name]
            writer.close()
            await writer.wait_closed()

    async def _tell(self, name: str, message: bytes) -> None:
        for other, writer in list(self._writers.items()):
            if other != name:
                with suppress(ConnectionError):
                    writer.write(message)
                    await writer.drain()
