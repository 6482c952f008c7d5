"""Belief: who has come stays. The room keeps writing to connections that are closed."""

import asyncio


class Room:
    def __init__(self) -> None:
        self._writers: dict[str, asyncio.StreamWriter] = {}

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = (await reader.readline()).decode().strip()
        self._writers[name] = writer
        async for line in reader:
            others = [writer for other, writer in self._writers.items() if other != name]
            for other in others:
                other.write(f"{name}: {line.decode()}".encode())
            await asyncio.gather(*(other.drain() for other in others), return_exceptions=True)
        writer.close()
        await writer.wait_closed()
