"""Graded test of `retry`. The seconds are virtual: they take no real time."""

import pytest

from pytest_coro_lessons import (
    cancelled_at,
    cancelled_somewhere,
    failed_with,
    result,
    started_at,
    took,
)


def calls_that_fail(world, *errors):
    """A call of half a second that raises these errors, one after another, and then answers."""
    left = list(errors)
    return world.operation(
        "call", seconds=0.5, returns="answer", raises=lambda: left.pop(0) if left else None
    )


async def test_an_answer_ends_it(exercise, world):
    call = calls_that_fail(world)

    with took(0.5):
        answer = await exercise.retry(call, 4, 1.0)
        started_at(call, [0.0])

    result(answer, "answer")


async def test_each_pause_is_twice_as_long_as_the_one_before(exercise, world):
    errors = [ConnectionError("first"), ConnectionError("second"), ConnectionError("third")]
    call = calls_that_fail(world, *errors)

    answer = await exercise.retry(call, 5, 1.0)

    started_at(call, [0.0, 1.5, 4.0, 8.5])
    result(answer, "answer")


async def test_the_last_error_comes_out_at_once(exercise, world):
    errors = [ConnectionError(name) for name in ("first", "second", "third", "fourth", "fifth")]
    call = calls_that_fail(world, *errors)
    given_up = world.callback("given_up")

    with failed_with(ConnectionError) as failure:
        await exercise.retry(call, 3, 1.0)
    given_up()

    started_at(call, [0.0, 1.5, 4.0])
    started_at(given_up, 4.5)
    result(failure.error, errors[2])


async def test_another_error_is_not_retried(exercise, world):
    call = calls_that_fail(world, ConnectionError("no answer"), LookupError("no such page"))

    with failed_with(LookupError, match="no such page"):
        await exercise.retry(call, 4, 1.0)

    started_at(call, [0.0, 1.5])


async def test_a_cancellation_during_a_call_is_not_retried(exercise, world):
    call = calls_that_fail(world)

    with cancelled_at(0.25):
        await exercise.retry(call, 4, 1.0)

    started_at(call, [0.0])


@pytest.mark.explore(sweep="cancel")
async def test_wherever_it_is_cancelled_it_ends_there(exercise, world):
    errors = [ConnectionError("first"), ConnectionError("second")]
    call = calls_that_fail(world, *errors)

    with cancelled_somewhere(within=0.0):
        answer = await exercise.retry(call, 4, 1.0)
        result(answer, "answer")
