"""Programs written for real sockets, unchanged, between names and ports in memory."""

from __future__ import annotations

import asyncio
import contextvars

import pytest

from pytest_coro_lessons.loop import VirtualTimeLoop

MS = 1_000_000  # nanoseconds


def run(program):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(program)


def network(*, latency_ms=0):
    net = asyncio.get_running_loop().network
    net.latency = latency_ms / 1000
    return net


def now():
    return asyncio.get_running_loop().time_ns()


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def ask(host, port, message):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(message)
    await writer.drain()
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return answer


class EchoServerProtocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)
        self.transport.close()


class EchoClientProtocol(asyncio.Protocol):
    def __init__(self, message, on_connection_lost):
        self.message = message
        self.on_connection_lost = on_connection_lost
        self.received = b""

    def connection_made(self, transport):
        transport.write(self.message)

    def data_received(self, data):
        self.received += data

    def connection_lost(self, exc):
        self.on_connection_lost.set_result(True)


class ChatRoom:
    def __init__(self):
        self.writers = []

    async def member(self, reader, writer):
        self.writers.append(writer)
        while line := await reader.readline():
            for other in self.writers:
                other.write(line)
        self.writers.remove(writer)
        writer.close()
        await writer.wait_closed()


async def join(name, say=None):
    reader, writer = await asyncio.open_connection("chat.example", 7000)
    if say:
        writer.write(say)
    heard = await reader.readline()
    at = now()
    writer.close()
    await writer.wait_closed()
    return name, heard, at


def test_a_request_over_50_ms_of_latency_takes_200_ms_with_its_connection():
    async def program():
        network(latency_ms=50)
        async with await asyncio.start_server(echo, "server.example", 80):
            answer = await ask("server.example", 80, b"hello\n")
            return answer, now()

    assert run(program()) == (b"hello\n", 200 * MS)


def test_a_program_without_latency_takes_no_time():
    async def program():
        async with await asyncio.start_server(echo, "127.0.0.1", 8888):
            answer = await ask("127.0.0.1", 8888, b"hello\n")
        return answer, now()

    assert run(program()) == (b"hello\n", 0)


def test_echo_with_protocols_works_as_in_the_documentation_of_asyncio():
    async def program():
        network(latency_ms=50)
        loop = asyncio.get_running_loop()
        lost = loop.create_future()
        server = await loop.create_server(EchoServerProtocol, "127.0.0.1", 8888)
        async with server:
            transport, protocol = await loop.create_connection(
                lambda: EchoClientProtocol(b"Hello World!", lost), "127.0.0.1", 8888
            )
            await lost
            transport.close()
        return protocol.received, now()

    assert run(program()) == (b"Hello World!", 200 * MS)


def test_a_line_of_chat_reaches_every_member_half_a_round_trip_after_the_server():
    async def program():
        network(latency_ms=50)
        room = ChatRoom()
        async with await asyncio.start_server(room.member, "chat.example", 7000):
            return await asyncio.gather(join("ana"), join("ben"), join("eva", b"hi\n"))

    assert run(program()) == [
        ("ana", b"hi\n", 200 * MS),
        ("ben", b"hi\n", 200 * MS),
        ("eva", b"hi\n", 200 * MS),
    ]


def test_a_hundred_clients_at_once_take_as_long_as_one():
    async def program():
        network(latency_ms=50)
        questions = [b"%d\n" % number for number in range(100)]
        async with await asyncio.start_server(echo, "server.example", 80):
            answers = await asyncio.gather(*(ask("server.example", 80, q) for q in questions))
            return answers == questions, now()

    assert run(program()) == (True, 200 * MS)


def test_clients_that_connect_at_once_are_accepted_in_the_order_they_began():
    accepted = []

    async def handle(reader, writer):
        accepted.append(await reader.readline())
        writer.write(b"\n")
        writer.close()

    async def program():
        async with await asyncio.start_server(handle, "server.example", 80):
            await asyncio.gather(*(ask("server.example", 80, b"%d\n" % n) for n in range(20)))

    run(program())

    assert accepted == [b"%d\n" % n for n in range(20)]


def test_a_program_gives_the_same_result_when_bytes_arrive_one_by_one():
    async def program():
        network(latency_ms=50).split = lambda data: [data[i : i + 1] for i in range(len(data))]
        async with await asyncio.start_server(echo, "server.example", 80):
            answer = await ask("server.example", 80, b"hello\n")
            return answer, now()

    assert run(program()) == (b"hello\n", 200 * MS)


def test_a_read_that_takes_a_whole_message_for_granted_fails_when_bytes_arrive_one_by_one():
    async def program():
        network().split = lambda data: [data[i : i + 1] for i in range(len(data))]
        async with await asyncio.start_server(echo, "server.example", 80):
            reader, writer = await asyncio.open_connection("server.example", 80)
            writer.write(b"hello\n")
            first = await reader.read(100)
            writer.close()
            await writer.wait_closed()
        return first

    assert run(program()) == b"h"


def test_with_no_latency_the_server_greets_before_the_client_goes_on():
    order = []

    async def greet(reader, writer):
        order.append("server")
        writer.close()

    async def program():
        async with await asyncio.start_server(greet, "127.0.0.1", 8888):
            _, writer = await asyncio.open_connection("127.0.0.1", 8888)
            order.append("client")
            writer.close()
            await writer.wait_closed()

    run(program())

    assert order == ["server", "client"]


def test_a_server_that_speaks_first_is_heard_after_two_round_trips():
    async def greet(reader, writer):
        writer.write(b"welcome\n")
        writer.close()

    async def program():
        network(latency_ms=50)
        async with await asyncio.start_server(greet, "server.example", 80):
            reader, writer = await asyncio.open_connection("server.example", 80)
            connected = now()
            line = await reader.readline()
            writer.close()
            return line, connected, now()

    assert run(program()) == (b"welcome\n", 100 * MS, 200 * MS)


def test_an_error_in_a_handler_is_reported_and_ends_the_connection():
    reports = []

    async def broken(reader, writer):
        raise ValueError("no such room")

    async def program():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reports.append(context))
        async with await asyncio.start_server(broken, "server.example", 80):
            reader, writer = await asyncio.open_connection("server.example", 80)
            answer = await asyncio.wait_for(reader.read(), 1)
            writer.close()
        return answer

    answer = run(program())

    assert answer == b""
    assert [str(report["exception"]) for report in reports] == ["no such room"]


def test_a_handler_has_the_context_of_its_server_and_not_of_its_client():
    user = contextvars.ContextVar("user", default="nobody")
    seen = []

    async def handle(reader, writer):
        seen.append(user.get())
        user.set("a handler")
        writer.close()

    async def client(name):
        user.set(name)
        reader, writer = await asyncio.open_connection("server.example", 80)
        await reader.read()
        writer.close()

    async def program():
        user.set("the server")
        async with await asyncio.start_server(handle, "server.example", 80):
            await asyncio.gather(client("ana"), client("ben"))
            return user.get()

    assert run(program()) == "the server"
    assert seen == ["the server", "the server"]


def test_a_protocol_hears_of_data_in_its_own_context_and_not_in_the_writers():
    user = contextvars.ContextVar("user", default="nobody")
    seen = []

    class Listener(asyncio.Protocol):
        def data_received(self, data):
            seen.append(user.get())

        def connection_lost(self, exc):
            seen.append(user.get())

    async def program():
        loop = asyncio.get_running_loop()
        async with await loop.create_server(Listener, "server.example", 80):
            user.set("the client")
            _, writer = await asyncio.open_connection("server.example", 80)
            writer.write(b"x")
            writer.close()
            await writer.wait_closed()

    run(program())

    assert seen == ["nobody", "nobody"]


def test_a_client_that_waits_for_words_that_never_come_can_time_out():
    async def silent(reader, writer):
        await reader.read()
        writer.close()

    async def program():
        network(latency_ms=50)
        async with await asyncio.start_server(silent, "server.example", 80):
            reader, writer = await asyncio.open_connection("server.example", 80)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.readline(), 3)
            at = now()
            writer.close()
            await writer.wait_closed()
        return at, now()

    assert run(program()) == (3100 * MS, 3150 * MS)
