"""How connections end, and what the other end sees."""

from __future__ import annotations

import asyncio
import errno
import logging

import pytest

from pytest_coro_lessons.loop import VirtualTimeLoop

MS = 1_000_000  # nanoseconds


class Recorder(asyncio.Protocol):
    """Writes down what asyncio calls, with the virtual time in milliseconds."""

    stays_open_at_eof = False

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
        return self.stays_open_at_eof

    def connection_lost(self, exc):
        self.note("lost", repr(exc))


class HalfOpen(Recorder):
    stays_open_at_eof = True


RESET = repr(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"))


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


def test_a_close_reaches_the_other_end_after_the_data_before_it():
    async def program():
        client, server = await connect()
        client.transport.write(b"bye")
        client.transport.close()
        await seconds(1)
        return client.calls, server.calls

    assert run(program()) == (
        [("lost", "None", 1000)],
        [("data", b"bye", 1050), ("eof", 1050), ("lost", "None", 1050)],
    )


def test_after_write_eof_an_end_still_receives():
    async def program():
        client, server = await connect(HalfOpen)
        client.transport.write(b"question")
        client.transport.write_eof()
        await seconds(1)
        server.transport.write(b"answer")
        server.transport.close()
        await seconds(1)
        return client.calls, server.calls

    client_calls, server_calls = run(program())

    assert server_calls == [("data", b"question", 1050), ("eof", 1050), ("lost", "None", 2000)]
    assert client_calls == [("data", b"answer", 2050), ("eof", 2050), ("lost", "None", 2050)]


def test_writing_after_write_eof_is_an_error():
    async def program():
        client, _ = await connect()
        assert client.transport.can_write_eof()
        client.transport.write_eof()
        client.transport.write_eof()
        with pytest.raises(RuntimeError, match=r"Cannot call write\(\) after write_eof\(\)"):
            client.transport.write(b"x")
        with pytest.raises(RuntimeError, match="after write_eof"):
            client.transport.writelines([b"x"])
        await seconds(1)

    run(program())


def test_the_end_of_the_data_closes_a_protocol_that_does_not_ask_to_stay_open():
    async def program():
        client, server = await connect()
        client.transport.write_eof()
        await seconds(1)
        return server.transport.is_closing(), client.calls

    assert run(program()) == (True, [("eof", 1100), ("lost", "None", 1100)])


def test_an_abort_resets_the_connection_of_the_other_end():
    async def program():
        client, server = await connect()
        client.transport.abort()
        client.transport.abort()
        await seconds(1)
        return client.calls, server.calls

    assert run(program()) == ([("lost", "None", 1000)], [("lost", RESET, 1050)])


def test_a_reset_wakes_a_writer_that_waits_for_room():
    async def program():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Paused, "s", 80)
        _, writer = await asyncio.open_connection("s", 80)
        writer.write(bytes(1_000_000))
        loop.call_later(3, server.abort_clients)
        with pytest.raises(ConnectionResetError, match="Connection reset by peer"):
            await writer.drain()
        server.close()
        return loop.time()

    class Paused(asyncio.Protocol):
        def connection_made(self, transport):
            transport.pause_reading()

    assert run(program()) == 3


def test_data_for_an_end_that_has_closed_is_answered_by_a_reset():
    async def program():
        client, server = await connect(HalfOpen)
        client.transport.close()
        await seconds(1)
        server.transport.write(b"too late")
        await seconds(1)
        return server.calls

    assert run(program()) == [("eof", 1050), ("lost", RESET, 2100)]


def test_closing_without_reading_what_has_arrived_resets_the_other_end():
    async def program():
        client, server = await connect()
        server.transport.pause_reading()
        client.transport.write(b"unread")
        await seconds(1)
        server.transport.close()
        await seconds(1)
        return client.calls

    assert run(program()) == [("lost", RESET, 2050)]


def test_what_is_written_after_the_connection_is_lost_is_dropped_and_logged(caplog):
    async def program():
        client, server = await connect()
        client.transport.close()
        [client.transport.write(b"x") for _ in range(5)]
        await seconds(1)
        client.transport.write(b"x")
        return server.calls

    with caplog.at_level(logging.WARNING, "asyncio"):
        assert run(program()) == [("eof", 1050), ("lost", "None", 1050)]
    assert caplog.messages == ["socket.send() raised exception."] * 2


def test_closing_twice_is_closing_once():
    async def program():
        client, server = await connect()
        client.transport.close()
        client.transport.close()
        client.transport.abort()
        await seconds(1)
        return client.calls, server.calls[-1]

    assert run(program()) == ([("lost", "None", 1000)], ("lost", "None", 1050))


def test_both_ends_may_close_at_once():
    async def program():
        client, server = await connect()
        client.transport.close()
        server.transport.close()
        await seconds(1)
        return client.calls, server.calls

    assert run(program()) == ([("lost", "None", 1000)], [("lost", "None", 1000)])


def test_an_end_may_close_as_soon_as_it_is_made():
    class Shy(Recorder):
        def connection_made(self, transport):
            super().connection_made(transport)
            transport.write(b"bye")
            transport.close()

    async def program():
        client, server = await connect(Shy)
        await seconds(1)
        return client.calls, server.calls

    assert run(program()) == (
        [("data", b"bye", 200), ("eof", 200), ("lost", "None", 200)],
        [("lost", "None", 150)],
    )


def test_a_closing_end_receives_nothing_more_and_reads_no_more():
    async def program():
        client, server = await connect()
        client.transport.write(b"x")
        await seconds(0.02)
        server.transport.close()
        server.transport.resume_reading()
        server.transport.pause_reading()
        await seconds(1)
        return server.transport.is_reading(), server.calls

    assert run(program()) == (False, [("lost", "None", 1020)])


def test_a_network_that_closes_names_the_connections_left_open():
    async def program():
        client, server = await connect()
        with pytest.warns(ResourceWarning, match="unclosed transport") as caught:
            asyncio.get_running_loop().network.close()
        asyncio.get_running_loop().network.close()
        await seconds(1)
        return len(caught), client.transport.is_closing(), client.calls, server.calls

    assert run(program()) == (1, True, [], [])


def test_a_loop_that_closes_names_them_then_and_not_when_they_are_collected():
    kept = []

    async def program():
        kept.extend(await connect())

    with pytest.warns(ResourceWarning, match="unclosed transport") as caught:
        run(program())

    assert len(caught) == 1
    assert [end.transport.is_closing() for end in kept] == [True, True]


def test_an_abort_while_the_last_bytes_are_taken_ends_the_connection_once():
    async def program():
        client, server = await connect()
        server.transport.pause_reading()
        client.transport.write(b"last bytes")
        await seconds(1)
        client.transport.close()
        server.data_received = lambda data: client.transport.abort()
        server.transport.resume_reading()
        await seconds(1)
        return client.calls, server.calls

    assert run(program()) == ([("lost", "None", 2000)], [("lost", RESET, 2050)])
