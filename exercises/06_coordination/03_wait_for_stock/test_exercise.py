"""Graded test of `Warehouse`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import cancelled_somewhere, result, took, within_steps


class Goods:
    """Counts what comes into the warehouse and what leaves it."""

    def __init__(self, warehouse):
        self.warehouse = warehouse
        self.brought = self.taken = 0

    async def take(self, n):
        await self.warehouse.take(n)
        self.taken += n
        result(max(self.taken - self.brought, 0), 0, of="what was taken and never brought")

    async def restock(self, n):
        self.brought += n
        await self.warehouse.restock(n)


async def test_take_waits_until_there_is_enough(exercise):
    goods = Goods(exercise.Warehouse())

    async def truck():
        for n in (1, 2):
            await asyncio.sleep(1.0)
            await goods.restock(n)

    with took(2.0):
        await asyncio.gather(goods.take(3), truck())


async def test_what_is_there_is_taken_at_once(exercise):
    goods = Goods(exercise.Warehouse())
    await goods.restock(3)

    with took(0.0):
        await goods.take(2)
        await goods.take(1)


# The same again and again, in many orders. As a rule, everybody comes just before their truck.
@pytest.mark.explore(schedules=40)
async def test_everybody_is_served_whoever_comes_first(exercise, world):
    goods = Goods(exercise.Warehouse())
    comes = world.operation("comes", seconds=lambda at: at, lo=0.0, hi=4.0)

    async def customer(at, n):
        await comes(at)
        await goods.take(n)

    async def truck(at, n):
        await comes(at)
        await goods.restock(n)

    async with asyncio.TaskGroup() as group:
        group.create_task(customer(0.5, 2), name="Ana")
        group.create_task(truck(1.0, 2), name="truck 1")
        group.create_task(customer(1.5, 3), name="Luis")
        group.create_task(truck(2.0, 3), name="truck 2")

    result(goods.taken, 5, of="what was taken")


async def test_who_waits_does_not_ask_again_and_again(exercise):
    goods = Goods(exercise.Warehouse())

    async def truck():
        await asyncio.sleep(60.0)
        await goods.restock(1)

    with took(60.0), within_steps(40):
        await asyncio.gather(goods.take(1), truck())


# Ana stops waiting, each time at another point; then come a truck and Luis.
@pytest.mark.explore(sweep="cancel")
async def test_who_gives_up_takes_nothing_away(exercise):
    goods = Goods(exercise.Warehouse())

    async def truck():
        for _ in range(2):
            await asyncio.sleep(1.0)
            await goods.restock(1)

    truck_task = asyncio.create_task(truck(), name="truck")
    with cancelled_somewhere():
        await goods.take(2)
    await truck_task
    await goods.restock(2)
    # Whatever Ana did not take is there for Luis.
    await goods.take(goods.brought - goods.taken)

    result(goods.taken, 4, of="what was taken")
