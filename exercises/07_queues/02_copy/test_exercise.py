"""Graded test of `copy`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import (
    backlog,
    failed_with,
    in_order,
    one_after_another,
    overlapped,
    result,
    took,
)


def reader(world, *pieces, seconds, **range_of_seconds):
    """A `read` that gives these pieces, one each time, and then `b""`."""
    left = iter(pieces)
    return world.operation(
        "read", seconds=seconds, returns=lambda: next(left, b""), **range_of_seconds
    )


def errors_in(error):
    """The exceptions of a group, or the one that stands alone."""
    return list(getattr(error, "exceptions", [error]))


async def test_copies_every_piece_in_order(exercise, world):
    read = reader(world, b"one", b"two", b"three", seconds=1.0)
    write = world.operation("write", seconds=1.0)

    copied = await exercise.copy(read, write, 2)

    in_order(write, [b"one", b"two", b"three"])
    one_after_another(read)
    one_after_another(write)
    result(copied, 11)


async def test_reads_the_next_piece_while_one_is_written(exercise, world):
    read = reader(world, b"1", b"2", b"3", b"4", b"5", seconds=1.0)
    write = world.operation("write", seconds=1.0)

    # Five pieces and the end are read in six seconds; the last piece is written in the sixth.
    with took(6.0):
        await exercise.copy(read, write, 2)

    overlapped(read, write)


@pytest.mark.parametrize("limit", [1, 3])
async def test_a_slow_writer_slows_the_reader_down(exercise, world, limit):
    read = reader(world, *[b"x"] * 50, seconds=0.1)
    write = world.operation("write", seconds=1.0)

    copied = await exercise.copy(read, write, limit)

    # So many may wait for their turn, and one more may be in the hand of the reader.
    backlog(read, write, at_most=limit + 1)
    in_order(write, [b"x"] * 50)
    result(copied, 50)


@pytest.mark.explore(schedules=40)
async def test_keeps_the_order_and_the_limit_in_any_order(exercise, world):
    read = reader(world, b"1", b"2", b"3", b"4", seconds=1.0, lo=0.1, hi=5.0)
    write = world.operation("write", seconds=1.0, lo=0.1, hi=5.0)

    copied = await exercise.copy(read, write, 1)

    in_order(write, [b"1", b"2", b"3", b"4"])
    one_after_another(write)
    backlog(read, write, at_most=2)
    result(copied, 4)


async def test_stops_when_reading_fails(exercise, world):
    gone = OSError("the disk is gone")
    failures = iter([None, None, gone])
    read = world.operation("read", seconds=1.0, returns=b"x", raises=lambda: next(failures))
    write = world.operation("write", seconds=0.5)

    with failed_with(OSError, ExceptionGroup) as failure:
        await exercise.copy(read, write, 2)

    result(errors_in(failure.error), [gone])


async def test_stops_when_writing_fails(exercise, world):
    full = OSError("the disk is full")
    read = reader(world, *[b"x"] * 10, seconds=0.1)
    write = world.operation("write", seconds=1.0, raises=full)

    with failed_with(OSError, ExceptionGroup) as failure:
        await exercise.copy(read, write, 2)

    result(errors_in(failure.error), [full])
