"""The server object, and the addresses that servers listen on."""

from __future__ import annotations

import asyncio
import errno
import socket

import pytest

from pytest_coro_lessons.errors import UnsupportedError
from pytest_coro_lessons.loop import VirtualTimeLoop


def run(program):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(program)


async def serve(host=None, port=0, **options):
    return await asyncio.start_server(echo, host, port, **options)


async def echo(reader, writer):
    writer.write(await reader.readline())
    await reader.read()
    writer.close()


async def reaches(host, port):
    _, writer = await asyncio.open_connection(host, port)
    writer.close()
    return writer.get_extra_info("peername")


def seconds():
    return asyncio.get_running_loop().time()


def addresses(server):
    return [listening.getsockname() for listening in server.sockets]


@pytest.mark.parametrize("host", [None, "", "0.0.0.0", "::"])
def test_a_server_without_a_name_is_reached_under_every_name(host):
    async def program():
        async with await serve(host, 80) as server:
            reached = [await reaches(name, 80) for name in (None, "localhost", "a.example")]
            return addresses(server), reached

    assert run(program()) == (
        [("0.0.0.0", 80)],
        [("127.0.0.1", 80), ("127.0.0.1", 80), ("a.example", 80)],
    )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "LOCALHOST"])
def test_every_name_of_this_machine_is_the_same_machine(host):
    async def program():
        async with await serve(host, 80) as server:
            reached = [await reaches(name, 80) for name in ("localhost", "127.0.0.1", "::1", "")]
            return addresses(server), set(reached)

    assert run(program()) == ([("127.0.0.1", 80)], {("127.0.0.1", 80)})


def test_a_server_with_a_name_is_reached_under_this_name_only():
    async def program():
        async with await serve("a.example", 80):
            assert await reaches("A.example", "80") == ("a.example", 80)
            with pytest.raises(ConnectionRefusedError):
                await reaches("b.example", 80)

    run(program())


def test_a_name_of_its_own_goes_before_a_server_without_a_name():
    heard = []

    async def note(reader, writer):
        heard.append(writer.get_extra_info("sockname"))
        writer.close()

    async def program():
        async with await serve(None, 80), await asyncio.start_server(note, "a.example", 80):
            await reaches("b.example", 80)
            await reaches("a.example", 80)

    run(program())

    assert heard == [("a.example", 80)]


def test_several_hosts_are_one_server():
    async def program():
        async with await serve(["a.example", "b.example", "a.example"], 80) as server:
            await reaches("b.example", 80)
            return addresses(server)

    assert run(program()) == [("a.example", 80), ("b.example", 80)]


def test_port_0_takes_the_next_free_port_from_49152_on():
    async def program():
        first = await serve("a.example")
        taken = await serve("a.example", 49153)
        second = await serve("a.example")
        first.close()
        third = await serve("a.example")
        servers = (first, taken, second, third)
        ports = [addresses(server) for server in servers]
        [server.close() for server in servers]
        return ports

    assert run(program()) == [
        [],
        [("a.example", 49153)],
        [("a.example", 49154)],
        [("a.example", 49155)],
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.example", "a.example"), (None, "localhost"), ("localhost", None), (None, None)],
)
def test_an_address_in_use_is_an_error_of_the_operating_system(first, second):
    async def program():
        async with await serve(first, 80):
            with pytest.raises(
                OSError, match="error while attempting to bind on address"
            ) as caught:
                await serve(second, 80)
        return caught.value.errno

    assert run(program()) == errno.EADDRINUSE


def test_a_server_that_cannot_have_all_its_hosts_takes_none():
    async def program():
        async with await serve("b.example", 80):
            with pytest.raises(OSError, match="address already in use"):
                await serve(["a.example", "b.example"], 80)
            async with await serve("a.example", 80) as server:
                return addresses(server)

    assert run(program()) == [("a.example", 80)]


def test_an_address_is_free_again_when_its_server_closes_even_with_clients():
    async def program():
        first = await serve("a.example", 80)
        reader, writer = await asyncio.open_connection("a.example", 80)
        first.close()
        async with await serve("a.example", 80):
            writer.write(b"still the first\n")
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
        return line

    assert run(program()) == b"still the first\n"


def test_a_server_that_does_not_serve_yet_refuses_but_keeps_its_address():
    async def program():
        server = await serve("a.example", 80, start_serving=False)
        before = server.is_serving()
        with pytest.raises(ConnectionRefusedError):
            await reaches("a.example", 80)
        with pytest.raises(OSError, match="address already in use"):
            await serve("a.example", 80)
        await server.start_serving()
        await server.start_serving()
        await reaches("a.example", 80)
        async with server:
            return before, server.is_serving(), server.get_loop() is asyncio.get_running_loop()

    assert run(program()) == (False, True, True)


def test_a_closed_server_has_no_sockets_refuses_and_cannot_serve_again():
    async def program():
        server = await serve("a.example", 80)
        server.close()
        server.close()
        with pytest.raises(ConnectionRefusedError):
            await reaches("a.example", 80)
        with pytest.raises(RuntimeError, match="is closed"):
            await server.serve_forever()
        with pytest.raises(RuntimeError, match="is closed"):
            await server.start_serving()
        return server.is_serving(), server.sockets

    assert run(program()) == (False, ())


def test_wait_closed_waits_for_the_last_connection_of_a_closed_server():
    async def program():
        loop = asyncio.get_running_loop()
        server = await serve("a.example", 80)
        _, writer = await asyncio.open_connection("a.example", 80)
        loop.call_later(2, server.close)
        loop.call_later(3, writer.close)
        await asyncio.gather(server.wait_closed(), server.wait_closed())
        waited = seconds()
        await server.wait_closed()
        return waited, seconds()

    assert run(program()) == (3, 3)


def test_wait_closed_of_an_open_server_without_clients_waits_for_its_close():
    async def program():
        server = await serve("a.example", 80)
        asyncio.get_running_loop().call_later(2, server.close)
        await server.wait_closed()
        return seconds()

    assert run(program()) == 2


def test_a_cancelled_wait_closed_does_not_disturb_the_others():
    async def program():
        server = await serve("a.example", 80)
        asyncio.get_running_loop().call_later(2, server.close)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), 1)
        await server.wait_closed()
        return seconds()

    assert run(program()) == 2


def test_closing_the_server_leaves_its_clients_connected():
    async def program():
        server = await serve("a.example", 80)
        reader, writer = await asyncio.open_connection("a.example", 80)
        server.close()
        writer.write(b"still there?\n")
        line = await reader.readline()
        writer.close()
        await server.wait_closed()
        return line

    assert run(program()) == b"still there?\n"


def test_close_clients_ends_every_connection_in_order():
    async def program():
        server = await serve("a.example", 80)
        clients = [await asyncio.open_connection("a.example", 80) for _ in range(3)]
        server.close()
        server.close_clients()
        ends = [await reader.read() for reader, _ in clients]
        [writer.close() for _, writer in clients]
        await server.wait_closed()
        return ends

    assert run(program()) == [b"", b"", b""]


def test_abort_clients_resets_every_connection():
    async def program():
        server = await serve("a.example", 80)
        reader, writer = await asyncio.open_connection("a.example", 80)
        server.close()
        server.abort_clients()
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()
        await server.wait_closed()

    run(program())


def test_serve_forever_ends_by_cancellation_and_closes_the_server():
    async def program():
        server = await serve("a.example", 80, start_serving=False)
        serving = asyncio.create_task(server.serve_forever())
        await asyncio.sleep(1)
        await reaches("a.example", 80)
        with pytest.raises(RuntimeError, match=r"already being awaited on serve_forever\(\)"):
            await server.serve_forever()
        serving.cancel()
        await asyncio.wait([serving])
        return serving.cancelled(), server.is_serving()

    assert run(program()) == (True, False)


def test_serve_forever_ends_when_the_server_is_closed():
    async def program():
        server = await serve("a.example", 80)
        asyncio.get_running_loop().call_later(2, server.close)
        with pytest.raises(asyncio.CancelledError):
            await server.serve_forever()
        return seconds()

    assert run(program()) == 2


def test_a_server_shows_where_it_listens():
    async def program():
        async with await serve("a.example", 80) as server:
            return repr(server)

    assert run(program()) == "<Server sockets=(<in-memory socket laddr=('a.example', 80)>,)>"


@pytest.mark.parametrize(
    ("address", "options", "message"),
    [
        (("a.example", 80), {"ssl": object()}, r"loop.create_server\(ssl=...\): TLS"),
        ((None, None), {"sock": object()}, r"real sockets .*; give a host and a port"),
        (("a.example", 80), {"family": 1}, "families of addresses other than the internet's"),
    ],
)
def test_what_the_network_cannot_do_is_refused_with_what_to_use(address, options, message):
    async def program():
        with pytest.raises(UnsupportedError, match=message):
            await serve(*address, **options)

    run(program())


def test_options_that_only_tune_real_sockets_are_ignored():
    async def program():
        async with await serve(
            "a.example", 80, family=socket.AF_INET, backlog=1, reuse_address=True, reuse_port=True
        ):
            pass

    run(program())


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        ((None, None), {}, ValueError, "Neither host/port nor sock were specified"),
        (("s", 80), {"ssl_handshake_timeout": 1}, ValueError, "only meaningful with ssl"),
        (("s", 80), {"interleave": 1}, TypeError, r"create_server\(\) got an unexpected keyword"),
        (("s", -1), {}, OverflowError, "port must be 0-65535, got -1"),
    ],
)
def test_wrong_arguments_fail_at_the_call(arguments, options, error, message):
    async def program():
        with pytest.raises(error, match=message):
            await serve(*arguments, **options)

    run(program())


def test_the_socket_of_a_transport_answers_what_programs_ask():
    async def program():
        async with await serve("a.example", 80) as server:
            _, writer = await asyncio.open_connection("a.example", 80)
            sock = writer.get_extra_info("socket")
            writer.close()
            with pytest.raises(OSError, match="not connected"):
                server.sockets[0].getpeername()
        return sock

    sock = run(program())

    assert (sock.family, sock.type, sock.proto) == (socket.AF_INET, socket.SOCK_STREAM, 6)
    assert (sock.getsockname(), sock.getpeername()) == (("127.0.0.1", 49152), ("a.example", 80))
    assert (sock.fileno(), sock.gettimeout()) == (-1, 0)


def test_the_socket_of_a_transport_remembers_its_options_and_never_blocks():
    async def program():
        async with await serve("a.example", 80) as server:
            return server.sockets[0]

    sock = run(program())
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.settimeout(0)

    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
    with pytest.raises(ValueError, match="transport sockets cannot be blocking"):
        sock.setblocking(True)
