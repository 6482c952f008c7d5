"""What an exploring loop lets vary, and what it does not."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.explore import explore, replay

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_coro_lessons.operations import World

    Program = Callable[[World], Coroutine[Any, Any, None]]


def orders(program: Callable[[World, list[str]], Coroutine[Any, Any, None]]) -> set[str]:
    """All that a program notes down, in the order of each run, as words."""
    seen: set[str] = set()

    async def noted(world: World) -> None:
        notes: list[str] = []
        await program(world, notes)
        seen.add(" ".join(notes))

    exploration = explore(noted, schedules=60, bound=3, cap=500)
    assert exploration.passed, exploration.failure
    return seen


async def gathered(*coroutines: Coroutine[Any, Any, Any]) -> None:
    await asyncio.gather(*coroutines)


def test_answers_within_their_ranges_come_in_every_order() -> None:
    async def program(world: World, notes: list[str]) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0, returns=notes.append)

        await gathered(work("a"), work("b"), work("c"))

    assert orders(program) == {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"}


def test_answers_without_a_range_come_when_they_are_due() -> None:
    async def program(world: World, notes: list[str]) -> None:
        work = world.operation("work", seconds=lambda name, s: s, returns=lambda name, s: name)

        async def noted(name: str, seconds: float) -> None:
            notes.append(await work(name, seconds))

        await gathered(noted("a", 0.3), noted("b", 0.2))

    assert orders(program) == {"b a"}


def test_an_answer_at_once_may_come_later_if_its_range_says_so() -> None:
    async def program(world: World, notes: list[str]) -> None:
        cached = world.operation("cached", seconds=0.0, hi=1.0, returns=notes.append)
        work = world.operation("work", seconds=0.3, returns=notes.append)

        await gathered(cached("cached"), work("work"))

    assert orders(program) == {"cached work", "work cached"}


def test_timers_with_equal_deadlines_fire_in_every_order() -> None:
    async def program(world: World, notes: list[str]) -> None:
        async def sleep(name: str) -> None:
            await asyncio.sleep(0.5)
            notes.append(name)

        await gathered(sleep("a"), sleep("b"), sleep("c"))

    assert len(orders(program)) == 6


def test_timers_with_other_deadlines_do_not() -> None:
    async def program(world: World, notes: list[str]) -> None:
        async def sleep(seconds: float) -> None:
            await asyncio.sleep(seconds)
            notes.append(str(seconds))

        await gathered(sleep(0.5), sleep(0.4), sleep(0.500000001))

    assert orders(program) == {"0.4 0.5 0.500000001"}


def test_a_thousand_equal_deadlines_cost_no_more_than_a_thousand_timers() -> None:
    async def program(world: World) -> None:
        await asyncio.gather(*(asyncio.sleep(0.5) for _ in range(1_000)))

    started = time.perf_counter()
    exploration = explore(program, bound=0, schedules=10)

    assert exploration.passed
    assert time.perf_counter() - started < 5


def test_threads_give_their_results_in_every_order() -> None:
    async def program(world: World, notes: list[str]) -> None:
        async def call(name: str) -> None:
            notes.append(await asyncio.to_thread(str, name))

        await gathered(call("a"), call("b"))

    assert orders(program) == {"a b", "b a"}


def test_a_thread_that_sleeps_less_is_never_overtaken() -> None:
    async def program(world: World, notes: list[str]) -> None:
        async def call(seconds: float) -> None:
            await asyncio.to_thread(time.sleep, seconds)
            notes.append(str(seconds))

        await gathered(call(0.3), call(0.2))

    assert orders(program) == {"0.2 0.3"}


def test_a_thread_without_sleep_beats_every_timeout() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.0, hi=1.0)

        async def call() -> str:
            async with asyncio.timeout(0.001):
                return await asyncio.to_thread(str, 1)

        await gathered(call(), call(), work())

    assert explore(program, schedules=100).passed


def test_what_one_thread_posts_stays_in_order() -> None:
    async def program(world: World, notes: list[str]) -> None:
        loop = asyncio.get_running_loop()

        def post() -> None:
            loop.call_soon_threadsafe(notes.append, "first")
            loop.call_soon_threadsafe(notes.append, "second")

        await gathered(asyncio.to_thread(post), asyncio.to_thread(str, 1))

    assert orders(program) == {"first second"}


async def exchange(hosts: str, notes: list[str]) -> None:
    """Send each host's name to it, and note the names in the order in which they come back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def call(host: str) -> None:
        reader, writer = await asyncio.open_connection(host, 80)
        writer.write(f"{host}\n".encode())
        notes.append((await reader.readline()).decode().strip())
        writer.close()
        await writer.wait_closed()

    servers = [await asyncio.start_server(echo, host, 80) for host in hosts]
    await gathered(*map(call, hosts))
    for server in servers:
        server.close()


def test_connections_answer_in_every_order() -> None:
    async def program(world: World, notes: list[str]) -> None:
        await exchange("ab", notes)

    assert orders(program) == {"a b", "b a"}


def test_a_connection_with_less_latency_is_never_overtaken() -> None:
    async def program(world: World, notes: list[str]) -> None:
        network: Any = asyncio.get_running_loop()
        network.network.set_latency("a", 0.2)
        network.network.set_latency("b", 0.1)
        await exchange("ab", notes)

    assert orders(program) == {"b a"}


def test_a_connection_with_a_range_of_latencies_may_be_overtaken() -> None:
    async def program(world: World, notes: list[str]) -> None:
        network: Any = asyncio.get_running_loop()
        network.network.set_latency("a", 0.1, lo=0.05, hi=0.5)
        network.network.set_latency("b", 0.2)
        await exchange("ab", notes)

    assert orders(program) == {"a b", "b a"}


async def read_once(sent: bytes, notes: list[str]) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        writer.close()

    server = await asyncio.start_server(serve, "host", 80)
    reader, writer = await asyncio.open_connection("host", 80)
    notes.append((await reader.read(100)).decode())
    writer.close()
    server.close()


def test_bytes_are_received_in_any_chunks() -> None:
    async def program(world: World, notes: list[str]) -> None:
        await read_once(b"abcd", notes)

    assert orders(program) == {"a", "ab", "abc", "abcd"}


def test_a_program_that_cuts_the_bytes_itself_is_left_to_it() -> None:
    async def program(world: World, notes: list[str]) -> None:
        loop: Any = asyncio.get_running_loop()
        loop.network.split = lambda data: [data[:2], data[2:]]
        await read_once(b"abcd", notes)

    assert orders(program) == {"ab"}


def test_sets_that_asyncio_iterates_come_out_both_ways() -> None:
    async def program(world: World, notes: list[str]) -> None:
        tasks = [asyncio.create_task(asyncio.sleep(1, name), name=name) for name in "ab"]
        done, _ = await asyncio.wait(tasks)
        notes += [task.get_name() for task in done]

    assert orders(program) == {"a b", "b a"}


def test_an_answer_may_come_while_others_are_at_work() -> None:
    async def program(world: World, notes: list[str]) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)

        async def call(name: str) -> None:
            await work(name)
            notes.append(name)

        async def steps() -> None:
            await work("b")
            for _ in range(4):
                await asyncio.sleep(0)
                notes.append("step")

        await gathered(steps(), call("a"))

    seen = orders(program)
    assert seen >= {"a step step step step", "step step step step a"}
    assert seen & {"step a step step step", "step step a step step", "step step step a step"}


@pytest.mark.parametrize("blocked", [0.2, 0.7])
def test_a_loop_that_was_blocked_still_fires_its_timers_in_order(blocked: float) -> None:
    async def program(world: World, notes: list[str]) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=0.4)

        async def sleep(seconds: float) -> None:
            await asyncio.sleep(seconds)
            notes.append(str(seconds))

        async def block() -> None:
            time.sleep(blocked)

        await gathered(sleep(0.6), sleep(0.5), work(), block())

    assert orders(program) == {"0.5 0.6"}


def test_a_clock_that_is_advanced_by_hand_does_so_in_every_order() -> None:
    async def program(world: World, notes: list[str]) -> None:
        loop: Any = asyncio.get_running_loop()
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0, returns=notes.append)
        both = asyncio.gather(work("a"), work("b"))
        with loop.clock.without_auto_advance():
            await loop.clock.advance(0.05)
            notes.append("early")
            await loop.clock.advance(2)
        await both

    assert orders(program) == {"early a b", "early b a"}


def test_a_token_past_its_end_goes_on_as_asyncio_does() -> None:
    seen = []

    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0, returns=seen.append)
        await gathered(work("a"), work("b"), work("c"))

    replay(program, "3")

    assert "".join(seen) == "cab"


def test_a_choice_that_does_not_exist_any_more_is_the_last_one_there_is() -> None:
    seen = []

    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0, returns=seen.append)
        await gathered(work("a"), work("b"))

    replay(program, "99")

    assert "".join(seen) == "ba"
