"""A chat room: what one says, all the others hear."""

import asyncio


class Room:
    def __init__(self) -> None:
        # TODO: nobody is in the room.
        raise NotImplementedError

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # TODO: the first line is the name; every other line goes to all the others.
        # TODO: stay until the client has sent everything; then it is not in the room any more.
        raise NotImplementedError


if __name__ == "__main__":

    async def client(name: str, *texts: str) -> None:
        reader, writer = await asyncio.open_connection("localhost", 7655)
        writer.write(f"{name}\n".encode())
        await asyncio.sleep(0.2)
        for text in texts:
            writer.write(f"{text}\n".encode())
        await asyncio.sleep(0.3)
        writer.write_eof()
        print(name, "heard:", await reader.read())
        writer.close()

    async def main() -> None:
        room = Room()
        async with await asyncio.start_server(room.join, "localhost", 7655):
            await asyncio.gather(client("ana", "hello", "bye"), client("luis", "hi"))

    asyncio.run(main())
