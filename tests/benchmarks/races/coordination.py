"""Who comes when: signals that are missed, locks that wait for each other, hopes of order."""

from __future__ import annotations

import asyncio
from typing import Any

from .atomicity import visits
from .catalogue import race, together


@race("r07", "a missed notification")
async def missed_notification(world: Any, *, repaired: bool) -> None:
    stock = [0]
    note = world.operation("note", seconds=0.2, lo=0.05, hi=1.0)
    visit = visits(world)
    changed = asyncio.Condition()

    async def take() -> None:
        if repaired:
            await note("none left")
            async with changed:
                await changed.wait_for(lambda: stock[0])
        elif not stock[0]:
            await note("none left")
            async with changed:
                await changed.wait()
        stock[0] -= 1

    async def restock() -> None:
        await visit(0.6)
        async with changed:
            stock[0] += 1
            changed.notify_all()

    await together(taker=take(), supplier=restock())
    assert stock == [0]


@race("r08", "a deadlock by the order of locks")
async def deadlock(world: Any, *, repaired: bool) -> None:
    a, b = asyncio.Lock(), asyncio.Lock()
    note = world.operation("note", seconds=0.2, lo=0.05, hi=1.0)
    visit = visits(world)

    async def transfer(at: float, source: asyncio.Lock, target: asyncio.Lock) -> None:
        await visit(at)
        first, second = (a, b) if repaired else (source, target)
        async with first:
            await note()
            async with second:
                await note()

    await together(Ana=transfer(0.1, a, b), Luis=transfer(1.0, b, a))


@race("r09", "results taken to be in the order of the requests")
async def order_assumption(world: Any, *, repaired: bool) -> None:
    pages: list[str] = []
    fetch = world.operation(
        "fetch",
        seconds=lambda name: {"a": 0.2, "b": 0.3, "c": 0.4}[name],
        lo=0.05,
        hi=1.0,
        returns=lambda name: name,
    )

    async def get(name: str) -> None:
        pages.append(await fetch(name))

    if repaired:
        pages = await asyncio.gather(*map(fetch, "abc"))
    else:
        await together(a=get("a"), b=get("b"), c=get("c"))
    assert pages == ["a", "b", "c"]


@race("r10", "sleep used for synchronisation")
async def sleep_as_synchronisation(world: Any, *, repaired: bool) -> None:
    connected = asyncio.Event()
    connect = world.operation("connect", seconds=0.3, lo=0.05, hi=1.0)

    async def server() -> None:
        await connect()
        connected.set()

    async def client() -> None:
        await (connected.wait() if repaired else asyncio.sleep(0.5))
        assert connected.is_set(), "not connected yet"

    await together(server=server(), client=client())


@race("r11", "used before it is initialised")
async def used_before_initialised(world: Any, *, repaired: bool) -> None:
    settings: dict[str, int] = {}
    load = world.operation("load", seconds=0.2, lo=0.05, hi=1.0, returns=7)
    authorise = world.operation("authorise", seconds=0.4, lo=0.05, hi=1.0)

    async def start() -> None:
        settings["limit"] = await load()

    async def handle(starting: asyncio.Task[None]) -> int:
        await authorise()
        if repaired:
            await starting
        return settings["limit"]

    async with asyncio.TaskGroup() as group:
        starting = group.create_task(start(), name="start")
        group.create_task(handle(starting), name="handle")
