"""Graded test of `handle_client`. Network and seconds are simulated: no port is opened."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from pytest_coro_lessons import cancelled_at, in_order, result, took

LONG_LINE = b"a" * 3_999 + b"\n"


@asynccontextmanager
async def serving(exercise):
    """Run the server; yield the writers of its connections. What a handler raises is raised."""
    writers, errors = [], []

    async def handle(reader, writer):
        writers.append(writer)
        try:
            await exercise.handle_client(reader, writer)
        except Exception as error:
            errors.append(error)
            writer.close()

    async with await asyncio.start_server(handle, "server", 7):
        try:
            yield writers
        finally:
            if errors:
                raise errors[0]


@asynccontextmanager
async def connection():
    """Yield the reader and the writer of the server, and the writer of its one client."""
    accepted = asyncio.Queue()

    async def accept(reader, writer):
        accepted.put_nowait((reader, writer))

    async with await asyncio.start_server(accept, "server", 7):
        _, client = await asyncio.open_connection("server", 7, limit=2_000_000)
        reader, writer = await accepted.get()
        try:
            yield reader, writer, client
        finally:
            await asyncio.sleep(10)  # what is still under way may arrive
            client.close()
            writer.close()


async def conversation(*lines):
    """Say one line after another, each after the answer to the one before; return the answers."""
    reader, writer = await asyncio.open_connection("server", 7)
    answers = []
    try:
        for line in lines:
            writer.write(line)
            answers.append(await reader.readline())
        writer.write_eof()
        answers.append(await reader.read())
        writer.close()
        await writer.wait_closed()
    except ConnectionError:
        answers.append("connection lost")
    return answers


async def test_each_line_is_answered_when_it_comes(exercise):
    async with serving(exercise):
        answers = await conversation(b"hello\n", b"how are you?\n", b"\n")

    in_order(answers, [b"HELLO\n", b"HOW ARE YOU?\n", b"\n", b""])


@pytest.mark.explore(sweep="chunks")
async def test_lines_may_come_in_any_pieces(exercise):
    async with serving(exercise):
        answers = await conversation(b"one\n", b"two\nthree\n")

    in_order(answers, [b"ONE\n", b"TWO\n", b"THREE\n"])


async def test_a_line_is_answered_when_it_is_complete(exercise):
    async with serving(exercise):
        reader, writer = await asyncio.open_connection("server", 7)
        heard = asyncio.create_task(reader.read(100))
        writer.write(b"hel")
        await asyncio.sleep(1)
        to_half_a_line = heard.result() if heard.done() else b""
        writer.write(b"lo\n")
        writer.write_eof()
        answer = await heard + await reader.read()
        writer.close()

    result(to_half_a_line, b"", of="the answer to half a line")
    result(answer, b"HELLO\n")


async def test_a_last_line_without_its_end_is_answered_too(exercise):
    async with serving(exercise):
        reader, writer = await asyncio.open_connection("server", 7)
        writer.write(b"one\ntwo")
        writer.write_eof()
        answer = await reader.read()
        writer.close()

    result(answer, b"ONE\nTWO")


async def test_clients_do_not_wait_for_each_other(exercise):
    async with serving(exercise):
        _, silent = await asyncio.open_connection("server", 7)
        with took(0):
            answers = await conversation(b"hello\n")
        silent.close()
        await silent.wait_closed()
        await asyncio.sleep(1)

    in_order(answers, [b"HELLO\n", b""])


async def test_the_connection_is_closed_in_the_end(exercise):
    async with serving(exercise) as writers:
        await conversation(b"hello\n")
        await asyncio.sleep(1)

        result([writer.is_closing() for writer in writers], [True], of="is_closing()")


async def test_it_waits_until_the_connection_is_closed(exercise):
    async with connection() as (reader, writer, client):
        # So much may wait to be sent that drain never does; closing takes until all is sent.
        writer.transport.set_write_buffer_limits(high=10_000_000)
        client.write(LONG_LINE * 250)
        client.write_eof()
        client.transport.pause_reading()
        asyncio.get_running_loop().call_later(5.0, client.transport.resume_reading)

        with took(5.0):
            await exercise.handle_client(reader, writer)


async def test_the_connection_is_closed_also_when_it_is_cancelled(exercise):
    async with connection() as (reader, writer, client):
        client.write(b"hel")

        with cancelled_at(1.0):
            await exercise.handle_client(reader, writer)

        result([writer.is_closing()], [True], of="is_closing()")


async def test_it_writes_no_faster_than_the_client_reads(exercise):
    async with serving(exercise) as writers:
        reader, writer = await asyncio.open_connection("server", 7)
        writer.write(LONG_LINE * 250)
        writer.write_eof()
        await asyncio.sleep(60)

        # A million bytes came, and nobody has read an answer yet.
        (server_side,) = writers
        bytes_not_read = server_side.transport.get_write_buffer_size()
        everything = await reader.read()
        writer.close()

    assert bytes_not_read < 250_000, f"written, and not read: {bytes_not_read} bytes"
    result(len(everything), 1_000_000, of="bytes")
