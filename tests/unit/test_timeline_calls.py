"""Promises of a timeline: the calls that are awaited, and how each ended."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from .recordings import recorded, shape, written

if TYPE_CHECKING:
    from pytest_coro_lessons import Timeline


def test_three_awaits_in_a_row_are_a_staircase() -> None:
    timeline = recorded("""
        async def main():
            await fetch("a")
            await fetch("b", 2)
            await fetch("c", seconds=1.5)
        """)

    assert written(timeline) == shape("""
        task main() 0-4.5 ok
          call fetch('a') 0-1 ok :2
              sleeping 0-1 sleep(1) :2
          call fetch('b', 2) 1-3 ok :3
              sleeping 1-3 sleep(2) :2
          call fetch('c', 1.5) 3-4.5 ok :4
              sleeping 3-4.5 sleep(1.5) :2
        """)
    assert (timeline.seconds, timeline.max_in_flight) == (4.5, 1)


def test_calls_three_deep_are_nested_and_the_innermost_waits() -> None:
    timeline = recorded("""
        async def main():
            await outer(1)

        async def outer(seconds):
            await middle(seconds)

        async def middle(seconds):
            await inner(seconds)
            await inner(seconds + 1)

        async def inner(seconds):
            await asyncio.sleep(seconds)
        """)

    assert written(timeline) == shape("""
        task main() 0-3 ok
          call outer(1) 0-3 ok :2
            call middle(1) 0-3 ok :5
              call inner(1) 0-1 ok :8
                  sleeping 0-1 sleep(1) :12
              call inner(2) 1-3 ok :9
                  sleeping 1-3 sleep(2) :12
        """)


def test_a_task_whose_whole_body_is_one_call_is_one_span() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.create_task(fetch("a"))
        """)

    assert written(timeline) == shape("""
        task main() 0-1 ok
            waiting 0-1 task fetch('a') :2, woken by fetch('a')
          task fetch('a') 0-1 ok :2
              sleeping 0-1 sleep(1) :2
        """)


FAILING = """
    async def main():
        try:
            await outer()
        except ValueError:
            await asyncio.sleep(1)

    async def outer():
        await inner()

    async def inner():
        await asyncio.sleep(1)
        raise ValueError("no")
    """


def test_calls_that_an_exception_came_through_have_failed() -> None:
    assert written(recorded(FAILING)) == shape("""
        task main() 0-2 ok
            sleeping 1-2 sleep(1) :5
          call outer() 0-1 failed ValueError('no') :3
            call inner() 0-1 failed ValueError('no') :8
                sleeping 0-1 sleep(1) :11
        """)


def test_a_task_that_fails_takes_its_calls_with_it() -> None:
    timeline = recorded("""
        async def main():
            await fetch("a")
            await boom()

        async def boom():
            await asyncio.sleep(1)
            raise ValueError("no")
        """)

    assert written(timeline) == shape("""
        task main() 0-2 failed ValueError('no')
          call fetch('a') 0-1 ok :2
              sleeping 0-1 sleep(1) :2
          call boom() 1-2 failed ValueError('no') :3
              sleeping 1-2 sleep(1) :6
        """)


def test_a_cancelled_call_and_its_task_are_cancelled_then() -> None:
    timeline = recorded("""
        async def main():
            task = asyncio.create_task(work(), name="worker")
            await asyncio.sleep(2)
            task.cancel()
            await asyncio.wait([task])

        async def work():
            await fetch("a", 10)
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            sleeping 0-2 sleep(2) :3
          task worker 0-2 cancelled :2
            call fetch('a', 10) 0-2 cancelled :8
                sleeping 0-2 sleep(10) :2, woken by main()
        """)


def test_a_call_that_a_timeout_cuts_short_is_cancelled() -> None:
    timeline = recorded("""
        async def main():
            try:
                async with asyncio.timeout(2):
                    await fetch("a", 10)
            except TimeoutError:
                pass
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
          call fetch('a', 10) 0-2 cancelled :4
              sleeping 0-2 sleep(10) :2
        """)


def test_a_call_may_turn_its_cancellation_into_another_end() -> None:
    timeline = recorded("""
        async def main():
            async with asyncio.timeout(1):
                await stubborn()

        async def stubborn():
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise KeyError("lost") from None
        """)

    assert timeline["stubborn"].error == "KeyError('lost')"


on_its_way = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="before Python 3.12 what is raised has no traceback yet"
)
HANDLED = {
    "by nobody": "await f()",
    "by a lock": "async with asyncio.Lock(): await f()",
    "by a timeout": "async with asyncio.timeout(9): await f()",
    "by wait_for": "await asyncio.wait_for(f(), 9)",
    "by finally": "\ntry: await f()\nfinally: print",
    "by except": "\ntry: await f()\nexcept ValueError: pass",
    "by except, and by wait_for": "\ntry: await asyncio.wait_for(f(), 9)\nexcept ValueError: pass",
    "by with": "with suppress(ValueError): await f()",
    "by a list": "[await f() for _ in '1']",
    "by a list, and by with": "with suppress(ValueError): [await f() for _ in '1']",
    "further out": "with suppress(ValueError): await g()",
    "by a name": "\nc = f()\nwith suppress(ValueError): await c",
}


def handling(body: str, end: str) -> Timeline:
    """Record a call that ends so, in a body that handles some of what it may raise."""
    program = f"""
async def main():
    {"    ".join(body.splitlines(keepends=True))}
    await asyncio.sleep(1)

async def g():
    await f()

async def f():
    await asyncio.sleep(1)
    {end}
"""
    return recorded(program, suppress=suppress)


@pytest.mark.parametrize("body", HANDLED.values(), ids=HANDLED)
def test_a_call_that_returned_is_ok_whatever_its_caller_would_have_handled(body: str) -> None:
    assert handling(body, "return 7")["f"].outcome == "ok"


@pytest.mark.parametrize("body", HANDLED.values(), ids=HANDLED)
def test_a_call_that_raised_has_failed_even_if_its_caller_handled_that(body: str) -> None:
    assert handling(body, "raise ValueError")["f"].outcome == "failed"


@pytest.mark.parametrize("body", HANDLED.values(), ids=HANDLED)
def test_a_call_that_is_cancelled_is_so_even_if_its_caller_handles_that(body: str) -> None:

    timeline = recorded(
        f"""
async def main():
    asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel)
    {"    ".join(body.splitlines(keepends=True))}

async def g():
    await f()

async def f():
    await asyncio.sleep(9)
""",
        suppress=suppress,
    )

    assert timeline["f"].outcome == "cancelled"


@on_its_way
def test_a_call_that_turned_its_cancellation_into_another_end_shows_it_on_its_way_out() -> None:
    timeline = recorded("""
        async def main():
            try:
                await impatient()
            except TimeoutError:
                pass

        async def impatient():
            async with asyncio.timeout(1):
                await asyncio.sleep(9)
        """)

    assert timeline["impatient"].error == "TimeoutError()"


def test_how_a_call_ended_is_not_said_where_nothing_shows_it() -> None:
    timeline = recorded("""
        async def main():
            waited_for = impatient()
            try:
                await waited_for
            except TimeoutError:
                pass

        async def impatient():
            async with asyncio.timeout(1):
                await asyncio.sleep(9)
        """)

    assert (timeline["impatient"].outcome, timeline["impatient"].error) == ("ended", None)


@on_its_way
def test_an_error_that_was_kept_and_raised_again_is_that_of_both_calls() -> None:
    timeline = recorded(
        """
        async def main():
            with suppress(ConnectionError):
                await later()

        async def later():
            try:
                await flaky()
            except ConnectionError as error:
                kept = error
            await asyncio.sleep(1)
            raise kept

        async def flaky():
            await asyncio.sleep(1)
            raise ConnectionError("down")
        """,
        suppress=suppress,
    )

    errors = [(span.name, span.end, span.error) for span in timeline if span.error]
    assert errors == [
        ("later()", 2.0, "ConnectionError('down')"),
        ("flaky()", 1.0, "ConnectionError('down')"),
    ]


def test_a_cancellation_that_comes_out_late_is_not_a_failure() -> None:
    timeline = recorded(
        """
        async def main():
            asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel)
            with suppress(asyncio.CancelledError):
                await thorough()
            asyncio.current_task().uncancel()

        async def thorough():
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                await asyncio.sleep(1)
                raise
        """,
        suppress=suppress,
    )

    seen = "cancelled" if sys.version_info >= (3, 12) else "ended"
    assert (timeline["thorough"].end, timeline["thorough"].outcome) == (2.0, seen)


@on_its_way
def test_an_error_that_a_call_handled_is_not_the_one_that_came_out() -> None:
    timeline = recorded(
        """
        async def main():
            with suppress(ValueError):
                await translating()

        async def translating():
            await asyncio.sleep(1)
            try:
                raise KeyError("inside")
            except KeyError as error:
                raise ValueError("outside") from error
        """,
        suppress=suppress,
    )

    assert timeline["translating"].error == "ValueError('outside')"


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.Future()",
        "await asyncio.gather(asyncio.Future(), fetch('a'))",
        "await asyncio.sleep(9); await asyncio.sleep(float('inf'))",
        "\n    async with asyncio.TaskGroup() as group: await asyncio.Future()",
    ],
    ids=["alone", "in gather", "too long", "in a group"],
)
def test_what_the_loop_stopped_did_not_end_and_has_no_error_of_ours(body: str) -> None:
    timeline = recorded(f"""
async def main():
    await fetch("a")
    await stuck()

async def stuck():
    {body}
""")

    seen = [(span.name, span.outcome, span.error) for span in timeline if span.name != "fetch('a')"]
    assert seen == [("main()", "running", None), ("stuck()", "running", None)]
    assert timeline["stuck"].end == timeline.seconds


def test_calls_that_are_retried_show_which_of_them_failed() -> None:
    timeline = recorded("""
        async def main():
            for attempt in range(3):
                try:
                    return await flaky(attempt)
                except ConnectionError:
                    await asyncio.sleep(1)

        async def flaky(attempt):
            await asyncio.sleep(1)
            if attempt < 1:
                raise ConnectionError("down")
        """)

    assert written(timeline) == shape("""
        task main() 0-3 ok
            sleeping 1-2 sleep(1) :6
          call flaky(0) 0-1 failed ConnectionError('down') :4
              sleeping 0-1 sleep(1) :9
          call flaky(1) 2-3 ok :4
              sleeping 2-3 sleep(1) :9
        """)


def test_a_call_that_waits_no_time_is_a_span_without_segments() -> None:
    timeline = recorded("""
        async def main():
            await fetch("a", 0)
            await fetch("b")
        """)

    assert written(timeline) == shape("""
        task main() 0-1 ok
          call fetch('a', 0) 0-0 ok :2
          call fetch('b') 0-1 ok :3
              sleeping 0-1 sleep(1) :2
        """)
