"""Graded test of `classify`: eight objects, and the names that fit each of them."""

import asyncio
from contextlib import closing
from functools import partial

from pytest_coro_lessons import result


async def brew(seconds):
    await asyncio.sleep(seconds)


def count_down():
    yield 1


class Promise(asyncio.Future):
    """A Future by inheritance."""


class Coffee:
    """Neither a coroutine nor a Future, and yet `await Coffee()` works."""

    def __await__(self):
        return brew(1).__await__()


def test_functions(exercise):
    brew_one = partial(brew, 1)

    result(exercise.classify(brew), {"coroutine function"}, of="classify(brew)")
    result(exercise.classify(brew_one), {"coroutine function"}, of="classify(brew_one)")
    result(exercise.classify(sorted), set(), of="classify(sorted)")


def test_coroutines_and_generators(exercise):
    with closing(brew(1)) as coroutine:
        result(exercise.classify(coroutine), {"coroutine", "awaitable"}, of="classify(brew(1))")
    result(exercise.classify(count_down()), set(), of="classify(count_down())")


async def test_futures_and_tasks(exercise):
    promise, task = Promise(), asyncio.current_task()

    result(exercise.classify(promise), {"future", "awaitable"}, of="classify(promise)")
    result(exercise.classify(task), {"future", "task", "awaitable"}, of="classify(task)")


def test_objects_with_await(exercise):
    result(exercise.classify(Coffee()), {"awaitable"}, of="classify(Coffee())")
