"""What a block takes: locks, semaphores, connections, tasks."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from pytest_coro_lessons.checks import released, tasks_at_most
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic

from .virtual import run


class Pool:
    """Two connections; ``acquire`` and ``release`` are plain methods here."""

    def __init__(self) -> None:
        self.free = ["first", "second"]

    def acquire(self) -> str:
        return self.free.pop()

    def release(self, connection: str) -> None:
        self.free.append(connection)


def verdict(main: Any) -> Diagnostic:
    with pytest.raises(CheckFailed) as caught:
        run(main())
    return caught.value.diagnostic


def test_a_lock_that_comes_back_passes_and_works_as_ever() -> None:
    async def main() -> None:
        lock = asyncio.Lock()
        with released(lock):
            async with lock:
                assert lock.locked()
            await lock.acquire()
            lock.release()
        async with lock:
            pass
        assert vars(lock).keys().isdisjoint({"acquire", "release"})

    run(main())


def test_a_lock_that_is_kept_fails_with_the_line_that_took_it() -> None:
    async def main() -> None:
        lock = asyncio.Lock()
        with released(lock):
            await lock.acquire()
            await asyncio.sleep(1)

    found = verdict(main)

    assert (found.code, found.facts) == ("CL409", {"name": "Lock", "count": 1})
    assert (found.file, found.line) == (__file__, main.__code__.co_firstlineno + 3)


def test_a_lock_that_is_kept_because_of_an_error_does_not_hide_the_error() -> None:
    async def main() -> None:
        lock = asyncio.Lock()
        with released(lock):
            await lock.acquire()
            raise KeyError("b")

    with pytest.raises(KeyError, match="b"):
        run(main())


@pytest.mark.parametrize("make", [asyncio.Semaphore, asyncio.BoundedSemaphore, asyncio.Condition])
def test_whatever_is_acquired_counts(make: Any) -> None:
    async def main() -> None:
        thing = make()
        with released(thing):
            async with thing:
                pass
        with released(thing):
            await thing.acquire()

    assert verdict(main).facts["name"] == make.__name__


def test_a_task_that_is_cancelled_while_it_waits_has_taken_nothing() -> None:
    async def main() -> None:
        lock = asyncio.Lock()
        await lock.acquire()
        with released(lock), suppress(TimeoutError):
            async with asyncio.timeout(1):
                await lock.acquire()

    run(main())


def test_a_pool_tells_its_connections_apart() -> None:
    async def main() -> None:
        pool = Pool()
        with released(pool):
            pool.acquire()
            second = pool.acquire()
            pool.release(second)

    found = verdict(main)

    assert (found.facts, found.line) == (
        {"name": "Pool", "count": 1},
        main.__code__.co_firstlineno + 3,
    )


def test_what_is_taken_can_be_named() -> None:
    async def main() -> None:
        with released(lock := asyncio.Semaphore(), name="connection"):
            await lock.acquire()

    assert verdict(main).facts["name"] == "connection"


def test_what_is_given_back_twice_fails_with_its_line() -> None:
    async def main() -> None:
        semaphore = asyncio.Semaphore(1)
        with released(semaphore):
            async with semaphore:
                pass
            semaphore.release()

    found = verdict(main)

    assert (found.code, found.facts["case"]) == ("CL409", "surplus")
    assert found.line == main.__code__.co_firstlineno + 5


def test_what_was_taken_before_the_block_is_told_as_not_taken_in_it() -> None:
    async def main() -> None:
        await (lock := asyncio.Lock()).acquire()
        with released(lock):
            lock.release()

    with pytest.raises(CheckFailed, match="The block gave a `Lock` back that it had not taken"):
        run(main())


def test_several_things_are_watched_at_once() -> None:
    async def main() -> None:
        one, other = asyncio.Lock(), asyncio.Semaphore(2)
        with released(one, other):
            async with one:
                await other.acquire()
                await other.acquire()

    assert verdict(main).facts == {"name": "Semaphore", "count": 2}


# Tasks.


def test_as_many_tasks_as_allowed_pass_again_and_again() -> None:
    async def main() -> None:
        with tasks_at_most(2):
            for _ in range(3):
                await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))

    run(main())


def test_one_task_too_many_fails_in_the_line_that_would_make_it() -> None:
    made: list[int] = []

    async def job(number: int) -> None:
        made.append(number)

    async def main() -> None:
        with tasks_at_most(2):
            for number in range(1_000_000):
                asyncio.create_task(job(number))  # noqa: RUF006 - that is the point
                await asyncio.sleep(0 if number < 5 else -1) if number > 5 else None

    found = verdict(main)

    assert (found.code, found.facts) == ("CL410", {"at_most": 2, "count": 2})
    assert (found.file, found.line) == (__file__, main.__code__.co_firstlineno + 3)
    assert made == [0, 1]


def test_the_tasks_of_a_group_count_and_its_exception_group_is_taken_apart() -> None:
    async def main() -> None:
        with tasks_at_most(2):
            async with asyncio.TaskGroup() as group:
                for _ in range(3):
                    group.create_task(asyncio.sleep(1))

    assert verdict(main).code == "CL410"


def test_a_block_that_swallows_the_failure_fails_at_its_end() -> None:
    async def main() -> None:
        with tasks_at_most(0), suppress(CheckFailed):
            asyncio.create_task(asyncio.sleep(1))  # noqa: RUF006 - it is not made

    assert verdict(main).code == "CL410"


def test_tasks_are_made_as_ever_after_the_block() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with tasks_at_most(1):
            pass
        assert "create_task" not in vars(loop)

    run(main())
