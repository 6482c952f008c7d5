"""A server that answers every line in capital letters."""

import asyncio


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # TODO: answer every line with the same line in capital letters, as soon as it has come.
    # TODO: write no faster than the client reads.
    # TODO: when the client has sent everything, or you are cancelled, close the connection.
    raise NotImplementedError


if __name__ == "__main__":

    async def main() -> None:
        server = await asyncio.start_server(handle_client, "localhost", 7654)
        async with server:
            reader, writer = await asyncio.open_connection("localhost", 7654)
            for line in (b"hello\n", b"goodbye\n"):
                writer.write(line)
                print(line, "->", await reader.readline())
            writer.write_eof()
            print("the rest:", await reader.read())
            writer.close()

    asyncio.run(main())
