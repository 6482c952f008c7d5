"""What a transport does with data, protocols and errors."""

from __future__ import annotations

import asyncio

import pytest

from pytest_coro_lessons.loop import VirtualTimeLoop

# These tests look at one moment of a connection and leave it open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")

MS = 1_000_000  # nanoseconds


class Recorder(asyncio.Protocol):
    """Writes down what asyncio calls, with the virtual time in milliseconds."""

    def __init__(self):
        self.calls = []

    def note(self, *what):
        self.calls.append((*what, asyncio.get_running_loop().time_ns() // MS))

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.note("data", data)

    def eof_received(self):
        self.note("eof")

    def connection_lost(self, exc):
        self.note("lost", repr(exc))


def run(program):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(program)


async def connect(server_protocol=Recorder, *, latency=0.05):
    """Return the protocols of a client and of its server's end; the clock is at 1 s."""
    loop = asyncio.get_running_loop()
    loop.network.latency = latency
    accepted = []
    server = await loop.create_server(
        lambda: accepted.append(server_protocol()) or accepted[-1], "s", 80
    )
    _, client = await loop.create_connection(Recorder, "s", 80)
    await asyncio.sleep(1 - 2 * latency)
    server.close()
    return client, accepted[0]


async def seconds(number):
    await asyncio.sleep(number)


def test_a_paused_reader_hears_of_nothing_until_it_resumes():
    async def program():
        client, server = await connect()
        server.transport.pause_reading()
        server.transport.pause_reading()
        reading = server.transport.is_reading()
        client.transport.write(b"1")
        client.transport.write(b"2")
        client.transport.close()
        await seconds(1)
        quiet = list(server.calls)
        server.transport.resume_reading()
        server.transport.resume_reading()
        await seconds(1)
        return reading, quiet, server.calls

    assert run(program()) == (
        False,
        [],
        [("data", b"1", 2000), ("data", b"2", 2000), ("eof", 2000), ("lost", "None", 2000)],
    )


def test_an_error_of_the_protocol_is_reported_and_ends_its_connection():
    reports = []

    class Broken(Recorder):
        def data_received(self, data):
            raise ZeroDivisionError("by nought")

    async def program():
        asyncio.get_running_loop().set_exception_handler(lambda _, report: reports.append(report))
        client, server = await connect(Broken)
        client.transport.write(b"x")
        await seconds(1)
        return client.calls, server.calls

    assert run(program()) == (
        [("eof", 1100), ("lost", "None", 1100)],
        [("lost", "ZeroDivisionError('by nought')", 1050)],
    )
    assert [report["message"] for report in reports] == [
        "Fatal error: protocol.data_received() call failed."
    ]


def test_only_bytes_can_be_written():
    async def program():
        client, server = await connect()
        with pytest.raises(TypeError, match="must be a bytes-like object, not 'str'"):
            client.transport.write("text")
        client.transport.write(b"")
        client.transport.write(bytearray(b"a"))
        client.transport.writelines([b"b", memoryview(b"c")])
        await seconds(1)
        return server.calls

    assert run(program()) == [("data", b"a", 1050), ("data", b"bc", 1050)]


def test_bytes_that_change_after_the_write_arrive_as_they_were():
    async def program():
        client, server = await connect()
        data = bytearray(b"before")
        client.transport.write(data)
        data[:] = b"after!"
        await seconds(1)
        return server.calls

    assert run(program()) == [("data", b"before", 1050)]


def test_a_new_protocol_gets_the_data_from_then_on():
    async def program():
        client, server = await connect()
        client.transport.write(b"1")
        await seconds(1)
        heir = Recorder()
        server.transport.set_protocol(heir)
        client.transport.write(b"2")
        await seconds(1)
        return server.calls, heir.calls, server.transport.get_protocol() is heir

    assert run(program()) == ([("data", b"1", 1050)], [("data", b"2", 2050)], True)


def test_a_transport_names_both_ends():
    async def program():
        client, server = await connect()
        ends = [
            (end.transport.get_extra_info("sockname"), end.transport.get_extra_info("peername"))
            for end in (client, server)
        ]
        return ends, repr(client.transport), client.transport.get_extra_info("sslcontext")

    assert run(program()) == (
        [(("127.0.0.1", 49152), ("s", 80)), (("s", 80), ("127.0.0.1", 49152))],
        "<Transport ('127.0.0.1', 49152) to ('s', 80) open bufsize=0>",
        None,
    )


def test_a_protocol_may_pause_and_resume_reading_before_anything_arrives():
    class Hesitant(Recorder):
        def connection_made(self, transport):
            super().connection_made(transport)
            transport.pause_reading()
            transport.resume_reading()

    async def program():
        client, server = await connect(Hesitant)
        client.transport.write(b"x")
        await seconds(1)
        return server.calls

    assert run(program()) == [("data", b"x", 1050)]


def test_pausing_and_resuming_again_and_again_keeps_the_order():
    async def program():
        client, server = await connect()
        server.transport.pause_reading()
        client.transport.writelines([b"1", b"2"])
        client.transport.write(b"3")
        await seconds(1)
        server.transport.resume_reading()
        server.transport.pause_reading()
        server.transport.resume_reading()
        await seconds(1)
        return server.calls

    assert run(program()) == [("data", b"12", 2000), ("data", b"3", 2000)]


@pytest.mark.parametrize("method", ["data_received", "connection_made", "pause_writing"])
def test_an_interruption_in_a_protocol_stops_the_program(method):
    def interrupt(*args):
        raise KeyboardInterrupt

    class Interrupted(asyncio.Protocol):
        def connection_made(self, transport):
            transport.set_write_buffer_limits(high=0)
            transport.write(bytes(64 * 1024 + 1))

    async def program():
        loop = asyncio.get_running_loop()
        await loop.create_server(type("P", (Interrupted,), {method: interrupt}), "s", 80)
        transport, _ = await loop.create_connection(asyncio.Protocol, "s", 80)
        transport.write(b"x")
        await seconds(1)

    with pytest.raises(KeyboardInterrupt):
        run(program())
