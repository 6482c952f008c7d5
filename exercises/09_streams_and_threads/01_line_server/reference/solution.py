"""One solution of `handle_client`."""

import asyncio


async def handle_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        # A stream is bytes without a form: the network cuts them where it likes. Iterating over
        # a reader puts whole lines together, and ends when the client has sent everything.
        async for line in reader:
            writer.write(line.upper())
            # write only puts it into a buffer; drain waits while that is too full.
            await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()
