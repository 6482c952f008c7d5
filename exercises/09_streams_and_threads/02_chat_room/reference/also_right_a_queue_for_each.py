"""As good: each client has a queue and a task that empties it; nobody waits for anybody."""

import asyncio
from contextlib import suppress


class Room:
    def __init__(self) -> None:
        self._inboxes: dict[str, asyncio.Queue[bytes]] = {}

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = (await reader.readline()).decode().strip()
        inbox = self._inboxes[name] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(inbox, writer))
        try:
            async for line in reader:
                for other, box in self._inboxes.items():
                    if other != name:
                        box.put_nowait(f"{name}: {line.decode()}".encode())
        finally:
            del self._inboxes[name]
            delivering.cancel()
            await asyncio.wait([delivering])
            writer.close()
            await writer.wait_closed()

    async def _deliver(self, inbox: asyncio.Queue[bytes], writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while True:
                writer.write(await inbox.get())
                await writer.drain()
