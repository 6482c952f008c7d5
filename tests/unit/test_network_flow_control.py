"""A writer waits when the other end does not read."""

from __future__ import annotations

import asyncio

import pytest

from pytest_coro_lessons.loop import VirtualTimeLoop

# These tests look at one moment of a connection and leave it open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")

MS = 1_000_000  # nanoseconds
KIB = 1024


class Recorder(asyncio.Protocol):
    """Writes down what asyncio calls, with the virtual time in nanoseconds."""

    def __init__(self):
        self.calls = []
        self.received = 0

    def note(self, what):
        self.calls.append((what, now()))

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += len(data)

    def pause_writing(self):
        self.note("pause")

    def resume_writing(self):
        self.note("resume")

    def connection_lost(self, exc):
        self.note("lost")


def run(program):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(program)


def now():
    return asyncio.get_running_loop().time_ns()


async def connect(*, latency_ms=0):
    """Return the protocols of a client and of its server's end; the clock is past the opening."""
    loop = asyncio.get_running_loop()
    loop.network.latency = latency_ms / 1000
    accepted = []
    server = await loop.create_server(lambda: accepted.append(Recorder()) or accepted[-1], "s", 80)
    _, client = await loop.create_connection(Recorder, "s", 80)
    await asyncio.sleep(1)
    server.close()
    return client, accepted[0]


def test_a_writer_waits_for_a_slow_reader_at_exact_times():
    sent_at = []

    async def one_block_a_second(reader, writer):
        for _ in range(10):
            await reader.readexactly(64 * KIB)
            await asyncio.sleep(1)
        writer.close()

    async def program():
        async with await asyncio.start_server(one_block_a_second, "server.example", 80):
            _, writer = await asyncio.open_connection("server.example", 80)
            for _ in range(10):
                writer.write(bytes(64 * KIB))
                await writer.drain()
                sent_at.append(now() // MS)
            writer.close()
            await writer.wait_closed()

    run(program())

    # Of the first six blocks the reader works on one and its StreamReader stops after two more
    # (above twice its limit). Three wait in front of it, too many for the writer. The StreamReader
    # goes on when it is down to one block: it takes two of the three after a second, the last after
    # three seconds.
    assert sent_at == [0, 0, 0, 0, 0, 3000, 3000, 3000, 5000, 5000]


def test_a_reader_that_keeps_up_makes_nobody_wait():
    async def eager(reader, writer):
        await reader.read()
        writer.close()

    async def program():
        loop = asyncio.get_running_loop()
        async with await asyncio.start_server(eager, "server.example", 80):
            _, writer = await asyncio.open_connection("server.example", 80)
            for _ in range(100):
                writer.write(bytes(64 * KIB))
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        return loop.time()

    assert run(program()) == 0


def test_writing_and_draining_for_ever_lets_the_others_run():
    async def endless(reader, writer):
        while True:
            writer.write(bytes(KIB))
            await writer.drain()

    async def program():
        server = await asyncio.start_server(endless, "server.example", 80)
        reader, writer = await asyncio.open_connection("server.example", 80)
        data = await reader.readexactly(1024 * KIB)
        server.close()
        writer.transport.abort()
        await server.wait_closed()
        return len(data)

    assert run(program()) == 1024 * KIB


def test_bytes_on_their_way_to_a_reader_count_as_sent():
    async def program():
        client, _ = await connect(latency_ms=50)
        client.transport.write(bytes(64 * KIB))
        return client.transport.get_write_buffer_size()

    assert run(program()) == 0


def test_bytes_that_the_network_cannot_hold_count_until_they_arrive():
    async def program():
        client, server = await connect(latency_ms=50)
        start = now()
        client.transport.write(bytes(200 * KIB))
        size = client.transport.get_write_buffer_size()
        await asyncio.sleep(0.05)
        return size, client.calls == [("pause", start), ("resume", start + 50 * MS)], server

    size, paused_for_one_latency, server = run(program())

    assert size == 136 * KIB
    assert paused_for_one_latency
    assert server.received == 200 * KIB


def test_bytes_that_a_paused_reader_does_not_take_count_from_their_arrival():
    async def program():
        client, server = await connect(latency_ms=50)
        server.transport.pause_reading()
        client.transport.write(bytes(1000))
        before = client.transport.get_write_buffer_size()
        await asyncio.sleep(0.05)
        waiting = client.transport.get_write_buffer_size()
        server.transport.resume_reading()
        await asyncio.sleep(0)
        return before, waiting, client.transport.get_write_buffer_size(), server.received

    assert run(program()) == (0, 1000, 0, 1000)


def test_writing_pauses_above_high_water_and_resumes_at_low_water():
    async def program():
        client, server = await connect()
        client.transport.set_write_buffer_limits(high=300, low=100)
        server.transport.pause_reading()
        for size in (300, 1, 200):
            client.transport.write(bytes(size))
            await asyncio.sleep(1)
        server.transport.resume_reading()
        await asyncio.sleep(1)
        return client.calls, client.transport.get_write_buffer_limits()

    assert run(program()) == ([("pause", 2000 * MS), ("resume", 4000 * MS)], (100, 300))


def test_drain_returns_at_the_moment_the_reader_has_made_room():
    async def read_later(reader, writer):
        await asyncio.sleep(3)
        await reader.read()
        writer.close()

    async def program():
        async with await asyncio.start_server(read_later, "server.example", 80, limit=1):
            _, writer = await asyncio.open_connection("server.example", 80)
            writer.transport.set_write_buffer_limits(high=0)
            writer.write(b"the reader stops after this")
            await asyncio.sleep(1)
            writer.write(b"and does not take this")
            await asyncio.sleep(1)
            await writer.drain()
            drained = now()
            writer.close()
            await writer.wait_closed()
        return drained

    assert run(program()) == 3000 * MS


def test_the_limits_of_a_write_buffer_are_those_of_asyncio():
    async def program():
        client, _ = await connect()
        limits = [client.transport.get_write_buffer_limits()]
        client.transport.set_write_buffer_limits(high=100)
        limits.append(client.transport.get_write_buffer_limits())
        client.transport.set_write_buffer_limits(low=100)
        limits.append(client.transport.get_write_buffer_limits())
        with pytest.raises(ValueError, match=r"high \(1\) must be >= low \(2\) must be >= 0"):
            client.transport.set_write_buffer_limits(high=1, low=2)
        return limits

    assert run(program()) == [(16 * KIB, 64 * KIB), (25, 100), (100, 400)]


def test_an_error_in_pause_writing_is_reported_and_the_connection_goes_on():
    reports = []

    async def program():
        asyncio.get_running_loop().set_exception_handler(lambda _, report: reports.append(report))
        client, server = await connect()
        client.pause_writing = None
        client.transport.set_write_buffer_limits(high=0)
        server.transport.pause_reading()
        client.transport.write(b"x")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        server.transport.resume_reading()
        await asyncio.sleep(1)
        return server.received

    assert run(program()) == 1
    assert [report["message"] for report in reports] == ["protocol.pause_writing() failed"]


def test_a_big_write_is_received_in_parts_so_that_a_reader_can_pause_in_between():
    async def program():
        client, server = await connect()
        server.data_received = lambda data: (sizes.append(len(data)), pause(server))
        client.transport.write(bytes(600 * KIB))
        await asyncio.sleep(1)
        return client.transport.get_write_buffer_size()

    def pause(server):
        server.transport.pause_reading()

    sizes = []

    assert run(program()) == 344 * KIB
    assert sizes == [256 * KIB]


def test_a_close_with_bytes_in_the_buffer_ends_when_the_reader_has_taken_them():
    async def program():
        client, server = await connect()
        server.transport.pause_reading()
        client.transport.write(bytes(1000))
        await asyncio.sleep(1)
        client.transport.close()
        await asyncio.sleep(1)
        before = list(client.calls)
        server.transport.resume_reading()
        await asyncio.sleep(1)
        return before, client.calls, server.received

    assert run(program()) == ([], [("lost", 3000 * MS)], 1000)


def test_a_buffered_protocol_receives_into_its_own_buffer():
    async def program():
        loop = asyncio.get_running_loop()
        accepted = []
        server = await loop.create_server(lambda: accepted.append(Small()) or accepted[-1], "s", 80)
        _, writer = await asyncio.open_connection("s", 80)
        writer.write(b"0123456789")
        writer.close()
        await asyncio.sleep(1)
        server.close()
        return accepted[0]

    class Small(asyncio.BufferedProtocol):
        def __init__(self):
            self.buffer = bytearray(4)
            self.parts = []

        def get_buffer(self, sizehint):
            return self.buffer

        def buffer_updated(self, nbytes):
            self.parts.append(bytes(self.buffer[:nbytes]))

        def eof_received(self):
            self.parts.append(b"")

    assert run(program()).parts == [b"0123", b"4567", b"89", b""]


def test_an_empty_buffer_ends_the_connection_of_a_buffered_protocol():
    reports = []

    class Empty(asyncio.BufferedProtocol):
        def get_buffer(self, sizehint):
            return bytearray()

        def connection_lost(self, exc):
            reports.append(str(exc))

    async def program():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, report: reports.append(report["message"]))
        server = await loop.create_server(Empty, "s", 80)
        _, writer = await asyncio.open_connection("s", 80)
        writer.write(b"x")
        await asyncio.sleep(1)
        server.close()
        writer.close()

    run(program())

    assert reports == [
        "Fatal error: protocol.get_buffer() call failed.",
        "get_buffer() returned an empty buffer",
    ]
