"""Graded test of `Account`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import cancelled_somewhere, result, took


class Store:
    """Keeps the balance of one account; takes its time to read and to write it."""

    def __init__(self, world, balance=100):
        self.balance = balance
        self.read = world.operation(
            "read", seconds=0.3, lo=0.1, hi=1.0, returns=lambda: self.balance
        )
        self.write = world.operation("write", seconds=0.1, lo=0.1, hi=1.0, returns=self._set)

    def _set(self, balance):
        self.balance = balance


async def test_a_deposit_is_kept_in_the_store(exercise, world):
    store = Store(world)
    account = exercise.Account(store)

    await account.deposit(50)

    result(store.balance, 150, of="the balance in the store")
    result(await account.total(), 150, of="total()")


# The same again and again, in many orders. As a rule, each deposit ends before the next one begins.
@pytest.mark.explore(schedules=40)
async def test_no_deposit_is_lost_whoever_comes_first(exercise, world):
    store = Store(world)
    account = exercise.Account(store)
    comes = world.operation("comes", seconds=lambda at: at, lo=0.0, hi=4.0)

    async def customer(at, amount):
        await comes(at)
        await account.deposit(amount)

    async with asyncio.TaskGroup() as group:
        group.create_task(customer(0.5, 50), name="Ana")
        group.create_task(customer(1.5, 30), name="Luis")
        group.create_task(customer(2.5, 20), name="Eva")

    result(store.balance, 200, of="the balance in the store")


async def test_another_account_does_not_wait(exercise, world):
    stores = [Store(world), Store(world)]
    accounts = [exercise.Account(store) for store in stores]

    with took(0.4):
        await asyncio.gather(*(account.deposit(50) for account in accounts))

    result([store.balance for store in stores], [150, 150], of="the balances in the stores")


# One deposit is cancelled, each time at another point; then comes the next one.
@pytest.mark.explore(sweep="cancel")
async def test_after_a_cancelled_deposit_the_next_one_is_made(exercise, world):
    store = Store(world)
    account = exercise.Account(store)

    with cancelled_somewhere():
        await account.deposit(50)
    before = store.balance
    await account.deposit(30)

    result(store.balance, before + 30, of="the balance in the store")
