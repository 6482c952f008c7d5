"""Two thirds of all bug reports: something happens between two steps that belong together."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from .catalogue import race, together


def between(repaired: bool, lock: asyncio.Lock) -> Any:
    """The lock that the repaired program takes; the broken one takes nothing."""
    return lock if repaired else AsyncExitStack()


def visits(world: Any) -> Any:
    """An operation that waits for somebody to come, most often at the given time."""
    return world.operation("visit", seconds=lambda at: at, lo=0.0, hi=2.0)


@race("r01", "lost update")
async def lost_update(world: Any, *, repaired: bool) -> None:
    balance = [100]
    read = world.operation("read", seconds=0.3, lo=0.05, hi=1.0, returns=lambda: balance[0])
    write = world.operation(
        "write", seconds=0.1, lo=0.05, hi=1.0, returns=lambda new: balance.__setitem__(0, new)
    )
    visit = visits(world)
    lock = asyncio.Lock()

    async def deposit(at: float, amount: int) -> None:
        await visit(at)
        async with between(repaired, lock):
            await write(await read() + amount)

    await together(Ana=deposit(0.1, 50), Luis=deposit(1.0, 30))
    assert balance == [180], f"the balance is {balance[0]}, deposited was up to 180"


@race("r02", "check-then-act")
async def check_then_act(world: Any, *, repaired: bool) -> None:
    cache: dict[str, str] = {}
    fetch = world.operation("fetch", seconds=0.3, lo=0.05, hi=1.0, returns="page")
    visit = visits(world)
    lock = asyncio.Lock()

    async def get(at: float) -> str:
        await visit(at)
        async with between(repaired, lock):
            if "page" not in cache:
                cache["page"] = await fetch()
        return cache["page"]

    await together(Ana=get(0.1), Luis=get(1.0))
    assert len(fetch.calls) == 1, "the page was fetched twice"


@race("r03", "audit in the middle of a transfer")
async def audit_in_the_middle(world: Any, *, repaired: bool) -> None:
    money = {"a": 100, "b": 100}
    confirm = world.operation("confirm", seconds=0.5, lo=0.1, hi=2.0)
    visit = visits(world)
    lock = asyncio.Lock()
    seen = []

    async def transfer() -> None:
        await visit(0.1)
        async with between(repaired, lock):
            money["a"] -= 40
            await confirm()
            money["b"] += 40

    async def audit() -> None:
        await visit(1.0)
        async with between(repaired, lock):
            seen.append(sum(money.values()))

    await together(teller=transfer(), auditor=audit())
    assert seen == [200], f"the auditor saw {seen}"


@race("r06", "double consume: empty(), then get()")
async def double_consume(world: Any, *, repaired: bool) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    queue.put_nowait(1)
    prepare = world.operation("prepare", seconds=0.2, lo=0.05, hi=1.0)
    visit = visits(world)
    taken = []

    async def consume(at: float) -> None:
        await visit(at)
        if repaired:
            await prepare()
            if not queue.empty():
                taken.append(queue.get_nowait())
        elif not queue.empty():
            await prepare()
            taken.append(await queue.get())

    await together(Ana=consume(0.1), Luis=consume(1.0))
    assert taken == [1]


@race("r13", "double close")
async def double_close(world: Any, *, repaired: bool) -> None:
    closed = [False]
    closings = []
    flush = world.operation("flush", seconds=0.3, lo=0.05, hi=1.0)
    visit = visits(world)

    async def close(at: float) -> None:
        await visit(at)
        if closed[0]:
            return
        if repaired:
            closed[0] = True
        await flush()
        closed[0] = True
        closings.append(at)

    await together(Ana=close(0.1), Luis=close(1.0))
    assert len(closings) == 1, f"closed {len(closings)} times"


@race("r14", "dict changed while iterated across an await")
async def changed_while_iterated(world: Any, *, repaired: bool) -> None:
    peers = {"a": 0, "b": 0}
    send = world.operation("send", seconds=0.3, lo=0.1, hi=1.0)
    visit = visits(world)

    async def broadcast() -> None:
        await visit(0.1)
        for name in list(peers) if repaired else peers:
            await send(name)

    async def join() -> None:
        await visit(1.2)
        peers["c"] = 0

    await together(hub=broadcast(), newcomer=join())


@race("r15", "a stale response overwrites a newer one")
async def stale_response(world: Any, *, repaired: bool) -> None:
    shown = [""]
    newest = [0]
    search = world.operation("search", seconds=0.3, lo=0.1, hi=1.5, returns=lambda text: text)

    async def type_in(number: int, at: float, text: str) -> None:
        await asyncio.sleep(at)
        newest[0] = number
        found = await search(text)
        if not repaired or number == newest[0]:
            shown[0] = found

    await together(first=type_in(1, 0.0, "cor"), second=type_in(2, 0.5, "coroutine"))
    assert shown == ["coroutine"], f"{shown[0]!r} is shown"


@race("r16", "a window three steps deep, among noise")
async def deep_window(world: Any, *, repaired: bool) -> None:
    """Read before the change, back after it was confirmed and before it was tidied up."""
    origin, cache, tidy = ["old"], ["old"], [True]
    visit = world.operation("visit", seconds=lambda at: at, lo=0.0, hi=1.0)
    confirm = world.operation("confirm", seconds=0.2, lo=0.05, hi=0.4)
    fetch = world.operation("fetch", seconds=0.3, lo=0.05, hi=1.5)
    tidy_up = world.operation("tidy_up", seconds=0.3, lo=0.05, hi=1.0)
    noise = world.operation("noise", seconds=0.15, lo=0.05, hi=1.0)
    lock = asyncio.Lock()

    async def publish() -> None:
        await visit(0.1)
        async with between(repaired, lock):
            origin[0], tidy[0] = "new", False
            await confirm()
            cache[0] = "new"
            for place in "abc":
                await tidy_up(place)
            tidy[0] = True

    async def refresh() -> None:
        await visit(0.6)
        async with between(repaired, lock):
            value = origin[0]
            await fetch()
            if not tidy[0] and cache[0] != value:
                cache[0] = value

    async def others() -> None:
        for number in range(3):
            await noise(number)

    await together(publisher=publish(), reader=refresh(), one=others(), two=others())
    assert cache == origin, f"the cache says {cache[0]!r}"
