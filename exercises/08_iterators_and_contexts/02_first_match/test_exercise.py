"""Graded test of `first_match`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import failed_with, in_order, result, started_at, took


def table(world, *names):
    """A table whose rows take a second each to read, and whose cursor half a second to close."""
    fetch = world.operation("fetch", seconds=1.0, returns=lambda name: name)
    close = world.operation("close", seconds=0.5)

    async def rows():
        try:
            for name in names:
                yield await fetch(name)
        finally:
            await close()

    return rows, fetch, close


async def test_finds_the_first_match_and_closes_before_it_returns(exercise, world):
    rows, fetch, close = table(world, "Ana", "Luis", "Eva", "Elena", *["Bea"] * 6)

    # Eva is the third row. After that second, closing takes another half.
    with took(3.5):
        found = await exercise.first_match(rows, lambda row: row.startswith("E"))
        in_order(fetch, ["Ana", "Luis", "Eva"])

    result(found, "Eva")
    started_at(close, 3.0)


async def test_closes_when_the_question_fails(exercise, world):
    rows, fetch, close = table(world, "Ana", "", "Eva")

    with took(2.5):
        with failed_with(IndexError):
            await exercise.first_match(rows, lambda row: row[0] == "E")
        in_order(fetch, ["Ana", ""])

    started_at(close, 2.0)


async def test_none_if_no_row_matches(exercise, world):
    rows, fetch, close = table(world, "Ana", "Luis")

    with took(2.5):
        found = await exercise.first_match(rows, lambda row: row == "Eva")

    result(found, None)
    in_order(fetch, ["Ana", "Luis"])
    started_at(close, 2.0)
