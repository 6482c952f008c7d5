"""Programs for the sweeps: garbage that is still needed, and clean-up styles, wrong and right."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.explore import cancelled_somewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Style = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]


# Garbage.


async def s1_task_that_nobody_keeps(world: Any) -> None:
    """What wakes it is a future that only the task itself keeps."""
    work = world.operation("work", seconds=0.2)
    listeners: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()
    heard = []

    async def listen() -> None:
        event = asyncio.Event()
        listeners.add(event)
        await event.wait()
        heard.append(1)

    asyncio.get_running_loop().create_task(listen(), name="listener")
    await work()
    for event in list(listeners):
        event.set()
    await work()


async def s1_task_that_is_kept(world: Any) -> None:
    work = world.operation("work", seconds=0.2)
    event = asyncio.Event()

    async def listen() -> None:
        await event.wait()

    listener = asyncio.get_running_loop().create_task(listen(), name="listener")
    await work()
    event.set()
    await listener


async def s1_task_that_sleeps(world: Any) -> None:
    """Nobody keeps it either, but the loop keeps its timer."""
    work = world.operation("work", seconds=0.5)
    woken = []

    async def sleep() -> None:
        await asyncio.sleep(0.2)
        woken.append(1)

    asyncio.get_running_loop().create_task(sleep(), name="sleeper")
    await work()
    assert woken == [1]


# Clean-up styles: a connection is taken, greeted, asked, and given back.


async def s3_no_finally(pool: Any, greet: Any, ask: Any) -> None:
    connection = await pool.get()
    await greet()
    await ask()
    pool.put_nowait(connection)


async def s4_except_exception(pool: Any, greet: Any, ask: Any) -> None:
    connection = await pool.get()
    try:
        await greet()
        await ask()
    except Exception:
        pool.put_nowait(connection)
        raise
    pool.put_nowait(connection)


async def s5_try_begins_late(pool: Any, greet: Any, ask: Any) -> None:
    connection = await pool.get()
    await greet()
    try:
        await ask()
    finally:
        pool.put_nowait(connection)


async def s6_await_before_giving_back(pool: Any, greet: Any, ask: Any) -> None:
    connection = await pool.get()
    try:
        await greet()
        await ask()
    finally:
        await greet()
        pool.put_nowait(connection)


async def s7_swallows_and_goes_on(pool: Any, greet: Any, ask: Any) -> None:
    connection = await pool.get()
    try:
        await greet()
        await ask()
    except asyncio.CancelledError:
        pass
    finally:
        pool.put_nowait(connection)


async def right(pool: Any, greet: Any, ask: Any) -> None:
    connection = await pool.get()
    try:
        await greet()
        await ask()
    finally:
        pool.put_nowait(connection)


WRONG_STYLES = (
    s3_no_finally,
    s4_except_exception,
    s5_try_begins_late,
    s6_await_before_giving_back,
    s7_swallows_and_goes_on,
)


def cleaning_up(style: Style) -> Callable[[Any], Coroutine[Any, Any, None]]:
    async def program(world: Any) -> None:
        pool: asyncio.Queue[str] = asyncio.Queue()
        pool.put_nowait("connection")
        greet = world.operation("greet", seconds=0.2)
        ask = world.operation("ask", seconds=0.5)

        with cancelled_somewhere():
            await style(pool, greet, ask)

        assert pool.qsize() == 1, "the connection is gone"

    return program


# Timeouts.


async def s8_wait_for(world: Any) -> None:
    """CPython 3.11 swallows a cancellation that comes with the answer (gh-86296)."""
    work = world.operation("work", seconds=0.2)

    with cancelled_somewhere():
        await asyncio.wait_for(work(), 1.0)
        await work()


async def s8_timeout(world: Any) -> None:
    work = world.operation("work", seconds=0.2)

    with cancelled_somewhere():
        async with asyncio.timeout(1.0):
            await work()
        await work()
