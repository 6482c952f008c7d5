"""One solution of `Room`."""

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
        # A list of who is there now: while we wait below, others may come and go, and a
        # dictionary must not change while it is gone through.
        others = [writer for other, writer in self._writers.items() if other != name]
        async with asyncio.TaskGroup() as group:
            for writer in others:
                group.create_task(self._send(writer, message))

    async def _send(self, writer: asyncio.StreamWriter, message: bytes) -> None:
        # Whoever is gone will notice it in its own `join`; for the others nothing has happened.
        with suppress(ConnectionError):
            writer.write(message)
            await writer.drain()
