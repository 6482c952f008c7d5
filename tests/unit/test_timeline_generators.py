"""Promises of a timeline: asynchronous generators, and coroutines behind objects."""

from __future__ import annotations

from .recordings import recorded, shape, written

TICKER = """
async def ticker(count):
    for number in range(count):
        await asyncio.sleep(1)
        yield number
"""


def test_a_generator_is_one_span_and_waits_when_its_reader_does() -> None:
    timeline = recorded(
        """
async def main():
    async for number in ticker(2):
        await asyncio.sleep(0.5)
    await fetch("a")
"""
        + TICKER
    )

    assert written(timeline) == shape("""
        task main() 0-4 ok
            sleeping 1-1.5 sleep(0.5) :3
            sleeping 2.5-3 sleep(0.5) :3
          call ticker(2) 0-3 ok :2
              sleeping 0-1 sleep(1) :8
              sleeping 1.5-2.5 sleep(1) :8
          call fetch('a') 3-4 ok :4
              sleeping 3-4 sleep(1) :2
        """)


def test_a_generator_that_its_reader_leaves_ends_there() -> None:
    timeline = recorded(
        """
async def main():
    async for number in ticker(9):
        if number == 1:
            break
    await asyncio.sleep(1)
"""
        + TICKER
    )

    assert written(timeline) == shape("""
        task main() 0-3 ok
            sleeping 2-3 sleep(1) :5
          call ticker(9) 0-2 ended :2
              sleeping 0-1 sleep(1) :9
              sleeping 1-2 sleep(1) :9
        """)


def test_a_generator_whose_end_takes_time_goes_on_where_the_loop_closes_it() -> None:
    timeline = recorded("""
        async def main():
            async for _ in careful():
                break
            await asyncio.sleep(3)

        async def careful():
            try:
                yield 1
            finally:
                await asyncio.sleep(2)
        """)

    assert written(timeline) == shape("""
        task main() 0-3 ok
            sleeping 0-3 sleep(3) :4
        call careful() 0-2 ended
            sleeping 0-2 sleep(2) :10
        """)


def test_a_generator_that_raises_has_failed() -> None:
    timeline = recorded("""
        async def main():
            try:
                async for _ in broken():
                    pass
            except ValueError:
                await asyncio.sleep(1)

        async def broken():
            await asyncio.sleep(1)
            yield 1
            raise ValueError("no")
        """)

    assert timeline["broken"].error == "ValueError('no')"


def test_a_generator_that_nobody_closes_is_running() -> None:
    timeline = recorded(
        """
KEPT = []

async def main():
    KEPT.append(ticker(2))
    await anext(KEPT[0])
"""
        + TICKER
    )

    assert [(span.name, span.outcome) for span in timeline] == [
        ("main()", "ok"),
        ("ticker(2)", "ended"),
    ]


def test_a_generator_by_hand_is_ok_when_it_comes_to_its_end() -> None:
    timeline = recorded(
        """
async def main():
    numbers = ticker(1)
    await anext(numbers)
    await anext(numbers, None)
    await fetch("a")
"""
        + TICKER
    )

    assert [(span.name, span.end, span.outcome) for span in timeline] == [
        ("main()", 2, "ok"),
        ("ticker(1)", 1, "ok"),
        ("fetch('a')", 2, "ok"),
    ]


def test_a_context_manager_made_of_a_generator_is_one_span() -> None:
    timeline = recorded("""
        import contextlib

        @contextlib.asynccontextmanager
        async def connection():
            await asyncio.sleep(1)
            yield
            await asyncio.sleep(2)

        async def main():
            async with connection():
                await fetch("a")
        """)

    assert written(timeline) == shape("""
        task main() 0-4 ok
          call connection() 0-4 ok :10
              sleeping 0-1 sleep(1) :5
              sleeping 2-4 sleep(2) :7
          call fetch('a') 1-2 ok :11
              sleeping 1-2 sleep(1) :2
        """)


def test_coroutines_behind_an_awaitable_object_are_found() -> None:
    timeline = recorded("""
        class Job:
            def __await__(self):
                return fetch("a").__await__()

        class Other:
            def __await__(self):
                yield from asyncio.sleep(1).__await__()
                return (yield from fetch("b").__await__())

        async def main():
            await Job()
            await Other()
        """)

    assert written(timeline) == shape("""
        task main() 0-3 ok
            sleeping 1-2 sleep(1) :12
          call fetch('a') 0-1 ok :11
              sleeping 0-1 sleep(1) :2
          call fetch('b') 2-3 ok :12
              sleeping 2-3 sleep(1) :2
        """)


def test_a_comprehension_that_awaits_is_part_of_its_function() -> None:
    timeline = recorded(
        """
async def main():
    return [
        await fetch(number)
        async for number in ticker(1)
    ]
"""
        + TICKER
    )

    assert written(timeline) == shape("""
        task main() 0-2 ok
          call ticker(1) 0-2 ok :2
              sleeping 0-1 sleep(1) :9
          call fetch(0) 1-2 ok :3
              sleeping 1-2 sleep(1) :2
        """)
