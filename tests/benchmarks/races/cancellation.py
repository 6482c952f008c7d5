"""Races with a deadline: it passes in the middle of what should be all or nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from .catalogue import race, together


@race("r04", "a semaphore is released that was not acquired")
async def released_without_acquire(world: Any, *, repaired: bool) -> None:
    slots = asyncio.Semaphore(1)
    work = world.operation("work", seconds=0.2, lo=0.05, hi=1.0)

    async def visit_slot(at: float) -> None:
        await asyncio.sleep(at)
        try:
            await asyncio.wait_for(slots.acquire(), 0.5)
        except TimeoutError:
            if not repaired:
                slots.release()
            return
        try:
            await work()
        finally:
            slots.release()

    await together(
        Ana=visit_slot(0.0), Luis=visit_slot(0.1), Eva=visit_slot(0.2), Juan=visit_slot(0.7)
    )
    assert work.max_in_flight == 1, f"{work.max_in_flight} at once in one slot"


@race("r05", "cancelled in a critical section, which leaks")
async def leaked_by_cancellation(world: Any, *, repaired: bool) -> None:
    pool: asyncio.Queue[str] = asyncio.Queue()
    pool.put_nowait("connection")
    query = world.operation("query", seconds=0.2, lo=0.05, hi=1.0)

    async def ask() -> None:
        connection = await pool.get()
        if repaired:
            try:
                await query()
            finally:
                pool.put_nowait(connection)
        else:
            await query()
            pool.put_nowait(connection)

    async def impatient() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await ask()

    await together(Ana=impatient(), Luis=impatient())
    assert pool.qsize() == 1, "a connection is gone"


@race("r12", "an item is lost when its consumer is cancelled")
async def lost_on_cancel(world: Any, *, repaired: bool) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    saved: list[int] = []
    save = world.operation("save", seconds=0.2, lo=0.05, hi=1.0, returns=saved.append)

    async def take_one() -> None:
        item = await queue.get()
        try:
            await save(item)
        except asyncio.CancelledError:
            if repaired:
                queue.put_nowait(item)
            raise

    async def consume() -> None:
        for _ in range(3):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await take_one()

    for item in range(3):
        queue.put_nowait(item)
    await together(consumer=consume())
    assert len(saved) + queue.qsize() == 3, f"saved: {saved}, left: {queue.qsize()}"
