"""Belief: whoever notices that one is gone takes it out of the room. The one itself does, too."""

import asyncio


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
        others = [(other, writer) for other, writer in self._writers.items() if other != name]
        for _, writer in others:
            writer.write(message)
        drains = (writer.drain() for _, writer in others)
        ended = await asyncio.gather(*drains, return_exceptions=True)
        for (other, _), error in zip(others, ended, strict=True):
            if error is not None:
                del self._writers[other]
