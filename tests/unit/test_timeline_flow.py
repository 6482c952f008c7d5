"""Promises about bytecode: where an exception surely leaves a coroutine."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pytest_coro_lessons.timeline.flow import Flow


class Nap:
    def __await__(self) -> Any:
        yield


class Block:
    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


async def plain() -> None:
    await Nap()


async def in_a_loop() -> None:
    while True:
        await Nap()


async def in_finally() -> None:
    try:
        await Nap()
    finally:
        Block()


async def raised_again() -> None:
    try:
        await Nap()
    except ValueError:
        await asyncio.sleep(0)
        raise


async def in_async_for() -> None:
    async for _ in numbers():
        pass


async def numbers() -> Any:
    await Nap()
    yield 1


async def handled() -> None:
    try:
        await Nap()
    except ValueError:
        Block()


async def turned_into_another() -> None:
    try:
        await Nap()
    except ValueError as error:
        raise KeyError from error


async def dropped_by_return() -> None:
    try:
        await Nap()
    finally:
        return  # noqa: B012


async def tried_again() -> None:
    while True:
        try:
            await Nap()
        except ValueError:
            continue


async def in_a_block() -> None:
    async with Block():
        await Nap()


async def in_a_block_in_try() -> None:
    try:
        async with Block():
            await Nap()
    except ValueError:
        pass


def lets_through(function: Any, *, trust_with: bool) -> bool:
    """Ask of a coroutine that is suspended."""
    coroutine = function()
    coroutine.send(None)
    found = Flow(coroutine.cr_code).lets_through(coroutine.cr_frame.f_lasti, trust_with=trust_with)
    coroutine.close()
    return found


@pytest.mark.parametrize("function", [plain, in_a_loop, in_finally, raised_again, in_async_for])
def test_an_exception_gets_out_where_nobody_keeps_it(function: Any) -> None:
    assert lets_through(function, trust_with=False)


@pytest.mark.parametrize(
    "function", [handled, turned_into_another, dropped_by_return, tried_again, in_a_block_in_try]
)
def test_an_exception_may_stay_where_somebody_handles_it(function: Any) -> None:
    assert not lets_through(function, trust_with=True)


@pytest.mark.parametrize("trusted", [True, False])
def test_an_exception_gets_out_of_a_block_that_is_trusted(trusted: bool) -> None:
    assert lets_through(in_a_block, trust_with=trusted) is trusted
