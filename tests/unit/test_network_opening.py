"""How connections are opened, how long messages take, and who hears of it when."""

from __future__ import annotations

import asyncio
import errno
import math

import pytest

from pytest_coro_lessons.errors import ClockError, UnsupportedError
from pytest_coro_lessons.loop import VirtualTimeLoop

MS = 1_000_000  # nanoseconds


def run(program):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(program)


def network(*, latency=0.05):
    net = asyncio.get_running_loop().network
    net.latency = latency
    return net


def now_ms():
    return asyncio.get_running_loop().time_ns() // MS


class Log(asyncio.Protocol):
    """The protocol of servers here: writes down what it hears and when."""

    def __init__(self, calls):
        self.calls = calls

    def connection_made(self, transport):
        self.transport = transport
        self.calls.append(("made", now_ms()))

    def data_received(self, data):
        self.calls.append((data, now_ms()))

    def connection_lost(self, exc):
        self.calls.append((type(exc).__name__, now_ms()))


async def listen(host="s", port=80):
    calls = []
    server = await asyncio.get_running_loop().create_server(lambda: Log(calls), host, port)
    return server, calls


def test_a_client_is_connected_after_one_round_trip_and_its_server_half_a_round_trip_later():
    async def program():
        network()
        server, calls = await listen()
        _, writer = await asyncio.open_connection("s", 80)
        connected = now_ms()
        writer.write(b"first")
        writer.close()
        await asyncio.sleep(1)
        server.close()
        return connected, calls

    assert run(program()) == (
        100,
        [("made", 150), (b"first", 150), ("NoneType", 150)],
    )


def test_nobody_listening_refuses_after_one_round_trip_in_the_words_of_asyncio():
    async def program():
        network()
        with pytest.raises(ConnectionRefusedError) as caught:
            await asyncio.open_connection("server.example", 80)
        return now_ms(), caught.value

    at, error = run(program())

    assert at == 100
    assert error.errno == errno.ECONNREFUSED
    assert error.strerror == "Connect call failed ('server.example', 80)"


def test_all_errors_gives_a_group():
    async def program():
        with pytest.raises(ExceptionGroup, match="create_connection failed") as caught:
            await asyncio.get_running_loop().network.create_connection(
                asyncio.Protocol, "nowhere", 80, all_errors=True
            )
        return [type(error) for error in caught.value.exceptions]

    assert run(program()) == [ConnectionRefusedError]


def test_a_name_can_have_a_latency_of_its_own():
    async def program():
        net = network()
        net.set_latency("Far.example", 0.2)
        await listen("far.example", 80)
        await listen("near.example", 80)
        _, far = await asyncio.open_connection("far.example", 80)
        after_far = now_ms()
        _, near = await asyncio.open_connection("near.example", 80)
        far.close()
        near.close()
        await asyncio.sleep(1)
        return after_far, net.latency_to("far.example"), net.latency

    assert run(program()) == (400, 0.2, 0.05)


def test_a_change_of_latency_counts_for_what_is_sent_from_then_on_and_keeps_the_order():
    async def program():
        net = network()
        _, calls = await listen()
        _, writer = await asyncio.open_connection("s", 80)
        await asyncio.sleep(0.9)
        net.latency = 0.5
        writer.write(b"slow")
        net.latency = 0.1
        writer.write(b"fast, and behind it")
        await asyncio.sleep(1)
        writer.write(b"alone")
        writer.close()
        await asyncio.sleep(1)
        return calls

    assert run(program())[1:4] == [
        (b"slow", 1500),
        (b"fast, and behind it", 1500),
        (b"alone", 2100),
    ]


@pytest.mark.parametrize("seconds", [-0.1, math.inf, math.nan])
def test_a_latency_is_a_finite_time_of_0_seconds_or_more(seconds):
    async def program():
        net = network()
        with pytest.raises(ClockError, match=f"latency must be .* got {seconds}"):
            net.latency = seconds
        with pytest.raises(ClockError, match=f"seconds must be .* got {seconds}"):
            net.set_latency("s", seconds)

    run(program())


def test_no_server_hears_of_a_client_that_gives_up_before_it_is_connected():
    async def program():
        network()
        server, calls = await listen()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.open_connection("s", 80), 0.08)
        await asyncio.sleep(1)
        server.close()
        return calls

    assert run(program()) == []


def test_a_server_hears_of_a_client_that_gives_up_at_the_moment_it_is_connected():
    async def program():
        network()
        server, calls = await listen()
        connecting = asyncio.ensure_future(asyncio.open_connection("s", 80))
        await asyncio.sleep(0.05)
        asyncio.get_running_loop().call_later(0.05, connecting.cancel)
        await asyncio.wait([connecting])
        await asyncio.sleep(1)
        server.close()
        return connecting.cancelled(), calls

    assert run(program()) == (True, [("made", 150), ("ConnectionResetError", 150)])


def test_a_client_that_gives_up_while_its_protocol_is_told_closes_the_connection():
    class Quitter(asyncio.Protocol):
        def connection_made(self, transport):
            connecting.cancel()

    async def program():
        nonlocal connecting
        network()
        server, calls = await listen()
        loop = asyncio.get_running_loop()
        connecting = asyncio.ensure_future(loop.create_connection(Quitter, "s", 80))
        await asyncio.wait([connecting])
        await asyncio.sleep(1)
        server.close()
        return connecting.cancelled(), calls

    connecting = None

    assert run(program()) == (True, [("made", 150), ("NoneType", 150)])


def test_a_client_whose_protocol_cannot_be_made_hangs_up():
    async def program():
        network()
        server, calls = await listen()
        with pytest.raises(ZeroDivisionError):
            await asyncio.get_running_loop().create_connection(lambda: 1 / 0, "s", 80)
        await asyncio.sleep(1)
        server.close()
        return calls

    assert run(program()) == [("made", 150), ("ConnectionResetError", 150)]


def test_a_server_that_closes_before_it_accepts_resets_the_client():
    async def program():
        network()
        server, calls = await listen()
        reader, writer = await asyncio.open_connection("s", 80)
        server.close()
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()
        return now_ms(), calls

    assert run(program()) == (200, [])


def test_a_server_whose_protocol_cannot_be_made_is_reported_and_resets_the_client():
    reports = []

    async def program():
        network()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, report: reports.append(report))
        await loop.create_server(lambda: 1 / 0, "s", 80)
        reader, writer = await asyncio.open_connection("s", 80)
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()

    run(program())

    assert [repr(report["exception"]) for report in reports] == [
        "ZeroDivisionError('division by zero')"
    ]


def test_an_interruption_while_a_servers_protocol_is_made_stops_the_program():
    def interrupt():
        raise KeyboardInterrupt

    async def program():
        await asyncio.get_running_loop().create_server(interrupt, "s", 80)
        _, writer = await asyncio.open_connection("s", 80)
        writer.close()
        await asyncio.sleep(1)

    with pytest.raises(KeyboardInterrupt):
        run(program())


def test_a_client_can_have_a_name_and_a_port():
    async def program():
        async with await asyncio.start_server(note, "s", 80):
            await connect(("ana.example", 5000))
            await connect(("ben.example", 0))
            await connect(None)

    async def note(reader, writer):
        names.append(writer.get_extra_info("peername"))
        writer.close()

    async def connect(local_addr):
        reader, writer = await asyncio.open_connection("s", 80, local_addr=local_addr)
        await reader.read()
        writer.close()

    names = []
    run(program())

    assert names == [("ana.example", 5000), ("ben.example", 49152), ("127.0.0.1", 49153)]


def test_a_client_gives_its_port_back_when_its_connection_ends():
    async def program():
        server, _ = await listen()
        loop = asyncio.get_running_loop()
        local = ("ana.example", 5000)
        first, _ = await loop.create_connection(asyncio.Protocol, "s", 80, local_addr=local)
        with pytest.raises(OSError, match="address already in use"):
            await loop.create_connection(asyncio.Protocol, "s", 80, local_addr=local)
        first.close()
        await asyncio.sleep(0)
        second, _ = await loop.create_connection(asyncio.Protocol, "s", 80, local_addr=local)
        second.close()
        await asyncio.sleep(1)
        server.close()

    run(program())


@pytest.mark.parametrize("split", [lambda data: [data[:1]], lambda data: [data[::-1]]])
def test_a_split_must_give_back_the_same_bytes(split):
    async def program():
        server, _ = await listen()
        _, writer = await asyncio.open_connection("s", 80)
        network().split = split
        with pytest.raises(ValueError, match=r"network\.split must give back the same bytes"):
            writer.write(b"abc" * 50_000)
        assert writer.transport.get_write_buffer_size() == 0
        writer.close()
        await asyncio.sleep(1)
        server.close()

    run(program())


def test_each_chunk_of_a_split_write_is_received_on_its_own():
    async def program():
        network().split = lambda data: [data[:2], b"", data[2:]]
        server, calls = await listen()
        _, writer = await asyncio.open_connection("s", 80)
        writer.write(b"abcd")
        writer.close()
        await asyncio.sleep(1)
        server.close()
        return calls[1:3]

    assert run(program()) == [(b"ab", 150), (b"cd", 150)]


@pytest.mark.parametrize(
    ("address", "options", "message"),
    [
        (("s", 80), {"ssl": True}, r"loop.create_connection\(ssl=...\): TLS do"),
        ((), {"sock": object()}, "real sockets do not exist .*; give a host and a port"),
        (("s", 80), {"family": 1}, "families of addresses other than the internet's"),
    ],
)
def test_what_the_network_cannot_do_is_refused_with_what_to_use(address, options, message):
    async def program():
        with pytest.raises(UnsupportedError, match=message):
            await asyncio.open_connection(*address, **options)

    run(program())


def test_options_that_only_tune_real_sockets_are_ignored():
    async def program():
        server, _ = await listen()
        _, writer = await asyncio.open_connection(
            "s", 80, ssl=None, family=0, proto=0, flags=0, happy_eyeballs_delay=0.25, interleave=1
        )
        writer.close()
        await asyncio.sleep(1)
        server.close()

    run(program())


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({}, ValueError, "host and port was not specified and no sock specified"),
        (
            {"port": 80, "server_hostname": "s"},
            ValueError,
            "server_hostname is only meaningful with ssl",
        ),
        ({"port": 80, "colour": "red"}, TypeError, "unexpected keyword argument 'colour'"),
        ({"port": 70000}, OverflowError, "port must be 0-65535, got 70000"),
        ({"port": "http"}, UnsupportedError, "port 'http': .* give a number"),
        ({"port": 80.5}, TypeError, "float"),
    ],
)
def test_wrong_arguments_fail_at_the_call(options, error, message):
    async def program():
        with pytest.raises(error, match=message):
            await asyncio.open_connection(**options)

    run(program())
