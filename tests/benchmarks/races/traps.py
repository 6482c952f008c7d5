"""Programs that cannot fail on CPython's asyncio, because it guarantees the order they rely on."""

from __future__ import annotations

import asyncio
from typing import Any

from .catalogue import together, trap


def varied(world: Any, name: str = "work", seconds: float = 0.3) -> Any:
    return world.operation(name, seconds=seconds, lo=0.05, hi=1.0)


@trap
async def t01_no_await_between_two_steps(world: Any) -> None:
    work, balance = varied(world), [0]

    async def deposit() -> None:
        await work()
        before = balance[0]
        balance[0] = before + 1
        await work()

    await together(a=deposit(), b=deposit(), c=deposit())
    assert balance == [3]


@trap
async def t02_callbacks_run_in_the_order_of_call_soon(world: Any) -> None:
    work, seen = varied(world), []
    loop = asyncio.get_running_loop()

    async def schedule() -> None:
        await work()
        started = len(seen)
        for number in range(3):
            loop.call_soon(seen.append, number)
        await asyncio.sleep(0)
        assert seen[started : started + 3] == [0, 1, 2]

    await together(a=schedule())


@trap
async def t03_tasks_start_in_the_order_of_their_creation(world: Any) -> None:
    work, seen = varied(world), []

    async def start(name: str) -> None:
        seen.append(name)
        await work()

    await together(a=start("a"), b=start("b"), c=start("c"))
    assert seen == ["a", "b", "c"]


@trap
async def t04_gather_returns_results_in_order(world: Any) -> None:
    echo = world.operation("echo", seconds=0.3, lo=0.05, hi=1.0, returns=lambda value: value)

    assert await asyncio.gather(*map(echo, "abcd")) == ["a", "b", "c", "d"]


@trap
async def t05_a_lock_is_fair(world: Any) -> None:
    work, lock, asked, got = varied(world), asyncio.Lock(), [], []

    async def visit(name: str) -> None:
        await work()
        asked.append(name)
        async with lock:
            got.append(name)
            await work()

    await together(a=visit("a"), b=visit("b"), c=visit("c"))
    assert asked == got


@trap
async def t06_a_queue_is_first_in_first_out(world: Any) -> None:
    work, queue, put, got = varied(world), asyncio.Queue(1), [], []

    async def produce(name: str) -> None:
        for number in range(2):
            await work()
            await queue.put((name, number))
            put.append((name, number))

    async def consume() -> None:
        for _ in range(4):
            got.append(await queue.get())
            await work()

    await together(consumer=consume(), a=produce("a"), b=produce("b"))
    assert [item for item in got if item[0] == "a"] == [("a", 0), ("a", 1)]
    assert sorted(got) == sorted(put)


@trap
async def t07_the_shorter_sleep_ends_first(world: Any) -> None:
    work, seen = varied(world), []

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds)
        seen.append(seconds)
        await work()

    await together(slow=sleep(0.3), fast=sleep(0.2), other=work())
    assert seen == [0.2, 0.3]


@trap
async def t08_an_event_wakes_in_the_order_of_waiting(world: Any) -> None:
    work, event, waiting, woken = varied(world), asyncio.Event(), [], []

    async def wait(name: str) -> None:
        await work()
        if not event.is_set():
            waiting.append(name)
            await event.wait()
            woken.append(name)

    async def release() -> None:
        await work()
        event.set()

    await together(a=wait("a"), b=wait("b"), setter=release())
    assert waiting == woken


@trap
async def t09_what_is_put_without_an_await_arrives_together(world: Any) -> None:
    work, queue, got = varied(world), asyncio.Queue(), []

    async def produce(name: str) -> None:
        await work()
        for number in range(2):
            queue.put_nowait((name, number))

    async def consume() -> None:
        for _ in range(4):
            got.append(await queue.get())

    await together(a=produce("a"), b=produce("b"), consumer=consume())
    assert [name for name, _ in got] in (["a", "a", "b", "b"], ["b", "b", "a", "a"])


@trap
async def t10_check_then_act_without_an_await(world: Any) -> None:
    work, owners = varied(world), []

    async def claim(name: str) -> None:
        await work()
        if not owners:
            owners.append(name)
        await work()

    await together(a=claim("a"), b=claim("b"))
    assert len(owners) == 1


@trap
async def t11_sleep_0_takes_turns(world: Any) -> None:
    work, seen = varied(world), []

    async def play(name: str) -> None:
        for _ in range(4):
            seen.append(name)
            await asyncio.sleep(0)

    await together(ping=play("ping"), pong=play("pong"), other=work())
    assert seen == ["ping", "pong"] * 4


@trap
async def t12_an_answer_within_1_s_beats_a_timeout_of_1_5_s(world: Any) -> None:
    work = varied(world)

    async def ask() -> None:
        async with asyncio.timeout(1.5):
            await work()

    await together(a=ask(), b=ask(), other=asyncio.sleep(0.4))
