"""What threads do in virtual time: their turns, their waits, and what becomes of a refused one."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons import CheckFailed, no_new_threads

from .loops import loop, run

if TYPE_CHECKING:
    from collections.abc import Callable


# A thread that does not start.


def test_after_a_refused_thread_the_executor_works_as_before() -> None:
    async def main() -> list[str]:
        with pytest.raises(CheckFailed), no_new_threads():
            await asyncio.to_thread(ran.append, "refused")
        await asyncio.to_thread(ran.append, "allowed again")
        return ran

    ran: list[str] = []

    assert run(main()) == ["allowed again"]


class TooLate(ThreadPoolExecutor):
    """Fails when one of its threads has the call already, as it may where threads run out."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        while not future.running():
            pass
        msg = "can't start new thread"
        raise RuntimeError(msg)


def test_a_call_whose_submit_failed_does_nothing_even_if_a_thread_has_it() -> None:
    async def main() -> None:
        with pytest.raises(RuntimeError, match="can't start new thread"):
            await loop().run_in_executor(executor, ran.append, "after all")
        await asyncio.sleep(1)

    ran: list[str] = []

    with TooLate(1) as executor:
        run(main())

    assert ran == []
