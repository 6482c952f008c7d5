"""What a block leaves behind."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import (
    everything_awaited,
    exceptions_retrieved,
    generators_closed,
    in_order,
    left_nothing_running,
    no_new_threads,
)
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic

from .virtual import run, run_in_world

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from pytest_coro_lessons.operations import World


def verdict(main: Any) -> Diagnostic:
    with pytest.raises(CheckFailed) as caught:
        run(main())
    return caught.value.diagnostic


def test_tasks_that_have_ended_pass() -> None:
    async def main() -> None:
        earlier = asyncio.create_task(asyncio.sleep(10))
        with left_nothing_running():
            await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
        earlier.cancel()

    run(main())


def test_a_task_that_is_left_running_fails() -> None:
    async def main() -> None:
        with left_nothing_running():
            task = asyncio.create_task(asyncio.sleep(10))
            await asyncio.sleep(1)
        task.cancel()

    found = verdict(main)

    assert (found.code, found.file) == ("CL402", __file__)
    assert found.line == main.__code__.co_firstlineno + 2
    assert found.facts == {"count": 1, "names": ["sleep(10)"], "at": 1.0, "case": "block"}


def test_a_call_of_an_operation_that_is_left_running_is_told_where_it_was_made() -> None:
    async def main(world: World) -> None:
        work = world.operation("work")
        with left_nothing_running():
            asyncio.create_task(work("a"))  # noqa: RUF006 (that is what is wrong)

    with pytest.raises(CheckFailed) as caught:
        run_in_world(main)

    found = caught.value.diagnostic
    assert (found.file, found.line) == (__file__, main.__code__.co_firstlineno + 3)
    assert found.facts["names"] == ["work('a')"]


def test_a_task_that_is_cancelled_and_not_awaited_fails() -> None:
    async def main() -> None:
        with left_nothing_running():
            task = asyncio.create_task(asyncio.sleep(10))
            await asyncio.sleep(1)
            task.cancel()

    assert verdict(main).code == "CL403"


def test_a_coroutine_thrown_away_fails() -> None:
    async def main() -> None:
        with everything_awaited():
            asyncio.sleep(1)

    found = verdict(main)

    assert (found.code, found.file) == ("CL401", __file__)
    assert found.facts == {"name": "sleep", "call": "sleep(1)", "count": 1}


def test_a_coroutine_that_is_held_may_be_awaited_later() -> None:
    async def main() -> None:
        with everything_awaited():
            later = asyncio.sleep(1)
        await later

    run(main())


def test_calls_of_named_operations_are_judged_as_well() -> None:
    async def main(world: World) -> None:
        say = world.operation("say")
        say("before the block")
        with everything_awaited(say):
            say("Ana")
            say("Eva")

    with pytest.raises(CheckFailed) as caught:
        run_in_world(main)

    facts = {"name": "say", "call": "say('Ana')", "count": 2}
    assert caught.value.diagnostic.facts == facts


def test_a_thread_fails_in_the_line_that_would_start_it() -> None:
    async def main() -> None:
        with no_new_threads():
            await asyncio.to_thread(ran.append, "in a thread")

    ran: list[str] = []

    found = verdict(main)

    assert (found.code, found.file) == ("CL406", __file__)
    assert found.line == main.__code__.co_firstlineno + 2
    assert ran == []


def test_a_pool_of_processes_is_refused_before_it_starts_one() -> None:
    async def main() -> None:
        with no_new_threads():
            await asyncio.get_running_loop().run_in_executor(pool, int)

    with ProcessPoolExecutor(1) as pool:
        assert verdict(main).code == "CL406"
        assert multiprocessing.active_children() == []


def swallow(start: Callable[[], object], then: Callable[[], object]) -> None:
    with suppress(CheckFailed):
        start()
    then()


def test_a_block_that_swallows_the_failure_fails_at_its_end() -> None:
    with pytest.raises(CheckFailed, match="CL406"), no_new_threads():
        swallow(threading.Thread(target=int).start, int)


def test_threads_start_again_after_the_block() -> None:
    start = threading.Thread.start

    with no_new_threads():
        pass

    assert threading.Thread.start is start


def test_an_error_in_the_block_comes_out_as_it_is() -> None:
    with pytest.raises(KeyError, match="b"), no_new_threads():
        swallow(threading.Thread(target=int).start, lambda: {}["b"])


def test_the_verdict_of_a_check_in_the_block_gives_way() -> None:
    with pytest.raises(CheckFailed, match="CL406"), no_new_threads():
        swallow(threading.Thread(target=int).start, lambda: in_order("ab", "ba"))


def test_the_verdict_of_a_check_in_a_clean_block_stands() -> None:
    with pytest.raises(CheckFailed, match="CL204"), no_new_threads():
        in_order("ab", "ba")


def test_many_refused_threads_cost_little_and_are_one_finding() -> None:
    async def main() -> None:
        with no_new_threads():
            refused = await asyncio.gather(
                *(asyncio.to_thread(int) for _ in range(10_000)), return_exceptions=True
            )
            assert {type(error) for error in refused} == {CheckFailed}

    assert verdict(main).code == "CL406"


# Exceptions that nobody looks at.


async def fail() -> None:
    raise ValueError("b")


def test_a_task_that_fails_unnoticed_and_is_gone_fails() -> None:
    async def main() -> None:
        with exceptions_retrieved():
            asyncio.create_task(fail())  # noqa: RUF006 - that is what is wrong
            await asyncio.sleep(1)

    found = verdict(main)

    assert found == Diagnostic(
        "CL404", {"error": "ValueError('b')", "name": "fail", "count": 1}, __file__, found.line
    )


def test_a_task_that_fails_unnoticed_and_is_kept_fails_once() -> None:
    async def main() -> None:
        with exceptions_retrieved():
            kept.append(asyncio.create_task(fail()))
            await asyncio.sleep(1)

    kept: list[asyncio.Task[None]] = []

    assert verdict(main).code == "CL404"
    kept.clear()


def test_an_exception_that_was_looked_at_passes() -> None:
    async def main() -> None:
        with exceptions_retrieved():
            task = asyncio.create_task(fail())
            with suppress(ValueError):
                await task

    run(main())


def test_a_callback_that_fails_is_told_as_one() -> None:
    async def main() -> None:
        with exceptions_retrieved():
            asyncio.get_running_loop().call_soon(lambda: {}["b"])
            await asyncio.sleep(0)

    found = verdict(main)

    assert (found.code, found.facts["error"]) == ("CL408", "KeyError('b')")


def test_what_failed_before_the_block_is_not_its_fault() -> None:
    async def main() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(1)
        with exceptions_retrieved():
            await asyncio.sleep(1)
        assert isinstance(task.exception(), ValueError)

    run(main())


def test_what_a_loop_says_besides_is_handed_on() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: heard.append(context["message"]))
        with exceptions_retrieved():
            loop.call_exception_handler({"message": "by the way"})
        loop.call_exception_handler({"message": "afterwards"})

    heard: list[str] = []

    run(main())

    assert heard == ["by the way", "afterwards"]


# Asynchronous generators.


async def rows() -> AsyncGenerator[int, None]:
    yield 1
    yield 2


def test_a_generator_that_is_left_early_fails_with_the_line_of_its_loop() -> None:
    async def main() -> None:
        with generators_closed():
            async for _ in rows():
                break

    found = verdict(main)

    assert (found.code, found.facts) == ("CL405", {"name": "rows", "count": 1})
    assert found.line == main.__code__.co_firstlineno + 2


def test_generators_that_end_or_are_closed_pass() -> None:
    async def main() -> None:
        with generators_closed():
            assert [row async for row in rows()] == [1, 2]
            async with aclosing(rows()) as found:
                async for _ in found:
                    break

    run(main())


def test_a_generator_begun_before_the_block_is_not_its_concern() -> None:
    async def main() -> None:
        async with aclosing(rows()) as found:
            await anext(found)
            with generators_closed():
                await anext(found)

    run(main())


def test_a_generator_begun_by_a_call_fails_without_a_word_of_a_loop() -> None:
    async def main() -> None:
        with generators_closed():
            await anext(rows())

    found = verdict(main)

    assert (found.code, found.facts) == ("CL405", {"name": "rows", "count": 1, "case": "begun"})
    assert found.line == main.__code__.co_firstlineno + 2


def fail_future() -> asyncio.Future[None]:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.set_exception(ValueError("b"))
    return future


def test_a_future_that_fails_unnoticed_is_not_called_a_task() -> None:
    async def main() -> None:
        with exceptions_retrieved():
            fail_future()

    found = verdict(main)

    assert (found.code, found.facts["case"], found.facts["count"]) == ("CL404", "future", 1)


def test_tasks_and_futures_that_fail_unnoticed_are_called_both() -> None:
    async def main() -> None:
        with exceptions_retrieved():
            fail_future()
            task = asyncio.create_task(fail())
            await asyncio.wait([task])

    found = verdict(main)

    assert (found.code, found.facts["case"], found.facts["count"]) == ("CL404", "both", 2)
