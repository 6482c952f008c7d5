"""Graded test of `transfer`. The seconds are virtual: they take no real time."""

import asyncio
from contextvars import ContextVar

import pytest

from pytest_coro_lessons import result, took

# The two accounts of a transfer: each one that is under way sees its own.
ACCOUNTS = ContextVar("accounts")


class NotLocked(Exception):
    """A transfer changes or saves an account while one of its two locks is free."""


def both_locked(what):
    for account in ACCOUNTS.get():
        if not account.lock.locked():
            raise NotLocked(f"{what}, and nobody holds the lock of account {account.number}")


class Account:
    """An account that lets itself be changed and saved only while both locks are held."""

    def __init__(self, world, number, balance=100):
        self.number, self.lock = number, asyncio.Lock()
        self._balance = self.saved = balance
        self._save = world.operation(f"save_{number}", seconds=0.5, lo=0.1, hi=2.0)

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, amount):
        both_locked(f"account {self.number} is changed")
        self._balance = amount

    async def save(self):
        both_locked(f"account {self.number} is saved")
        amount = self.balance
        await self._save()
        both_locked(f"account {self.number} is still being saved")
        self.saved = amount


async def transfer(exercise, a, b, amount):
    ACCOUNTS.set((a, b))
    await exercise.transfer(a, b, amount)


async def all_at_once(*transfers):
    for error in await asyncio.gather(*transfers, return_exceptions=True):
        if error is not None:
            raise error


async def test_the_money_moves_and_both_accounts_are_saved(exercise, world):
    one, two = Account(world, 1), Account(world, 2)

    await transfer(exercise, one, two, 30)

    result([one.balance, two.balance], [70, 130], of="the balances")
    result([one.saved, two.saved], [70, 130], of="what was saved")


async def test_there_and_back_at_the_same_time(exercise, world):
    one, two = Account(world, 1), Account(world, 2)

    await all_at_once(
        transfer(exercise, one, two, 10),
        transfer(exercise, two, one, 20),
        transfer(exercise, one, two, 30),
    )

    result([one.saved, two.saved], [80, 120])


@pytest.mark.explore(schedules=40)
async def test_among_three_accounts_whatever_takes_long(exercise, world):
    one, two, three = (Account(world, number) for number in (1, 2, 3))

    await all_at_once(
        transfer(exercise, one, two, 10),
        transfer(exercise, two, one, 20),
        transfer(exercise, one, two, 30),
        transfer(exercise, two, three, 40),
        transfer(exercise, three, one, 50),
    )

    result([one.saved, two.saved, three.saved], [130, 80, 90])


async def test_from_an_account_to_itself(exercise, world):
    one = Account(world, 1)
    one.saved = None

    await transfer(exercise, one, one, 30)

    result([one.balance, one.saved], [100, 100])


async def test_transfers_between_other_accounts_are_not_held_up(exercise, world):
    pairs = [(Account(world, 2 * n), Account(world, 2 * n + 1)) for n in range(4)]

    # One transfer saves twice: a second, or half of one if it saves both accounts at once.
    with took(at_most=1.0):
        await all_at_once(*(transfer(exercise, a, b, 10) for a, b in pairs))

    result([(a.saved, b.saved) for a, b in pairs], [(90, 110)] * 4)
