"""Graded test of `transfer`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import result, took


class NotLocked(Exception):
    """An account is to be saved that others may be changing."""


class Account:
    """An account that lets itself be saved only by who holds its lock."""

    def __init__(self, world, number, balance=100):
        self.number, self.balance, self.lock = number, balance, asyncio.Lock()
        self.saved = balance
        self._save = world.operation(f"save_{number}", seconds=0.5, lo=0.1, hi=2.0)

    async def save(self):
        if not self.lock.locked():
            raise NotLocked(f"account {self.number} is saved, and nobody holds its lock")
        amount = self.balance
        await self._save()
        self.saved = amount


async def all_at_once(*transfers):
    for error in await asyncio.gather(*transfers, return_exceptions=True):
        if error is not None:
            raise error


async def test_the_money_moves_and_both_accounts_are_saved(exercise, world):
    one, two = Account(world, 1), Account(world, 2)

    await exercise.transfer(one, two, 30)

    result([one.balance, two.balance], [70, 130], of="the balances")
    result([one.saved, two.saved], [70, 130], of="what was saved")


async def test_there_and_back_at_the_same_time(exercise, world):
    one, two = Account(world, 1), Account(world, 2)

    await all_at_once(
        exercise.transfer(one, two, 10),
        exercise.transfer(two, one, 20),
        exercise.transfer(one, two, 30),
    )

    result([one.saved, two.saved], [80, 120])


@pytest.mark.explore(schedules=40)
async def test_among_three_accounts_whatever_takes_long(exercise, world):
    one, two, three = (Account(world, number) for number in (1, 2, 3))

    await all_at_once(
        exercise.transfer(one, two, 10),
        exercise.transfer(two, one, 20),
        exercise.transfer(one, two, 30),
        exercise.transfer(two, three, 40),
        exercise.transfer(three, one, 50),
    )

    result([one.saved, two.saved, three.saved], [130, 80, 90])


async def test_from_an_account_to_itself(exercise, world):
    one = Account(world, 1)
    one.saved = None

    await exercise.transfer(one, one, 30)

    result([one.balance, one.saved], [100, 100])


async def test_transfers_between_other_accounts_are_not_held_up(exercise, world):
    pairs = [(Account(world, 2 * n), Account(world, 2 * n + 1)) for n in range(4)]

    # One transfer saves twice: a second, or half of one if it saves both accounts at once.
    with took(at_most=1.0):
        await all_at_once(*(exercise.transfer(a, b, 10) for a, b in pairs))
