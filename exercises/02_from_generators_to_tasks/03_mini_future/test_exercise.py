"""Graded test of `MiniFuture`: each program runs with a future of asyncio's and with yours.

A program is given the future and `note`, which writes down what happens.
"""

import asyncio
from contextlib import contextmanager

from pytest_coro_lessons import called_later, in_order, result, written_without


async def same_as_asyncio(exercise, program):
    loop, yours, asyncios = asyncio.get_running_loop(), [], []
    program(exercise.MiniFuture(loop), yours.append)
    program(loop.create_future(), asyncios.append)
    await asyncio.sleep(1)  # what `call_soon` has put into the queue runs now
    result(yours, asyncios, of="note")


@contextmanager
def noting_errors(note):
    try:
        yield
    except (asyncio.InvalidStateError, ArithmeticError) as error:
        note(f"raised {type(error).__name__}")


def one_step(coroutine, future):
    """Run a coroutine up to its next pause, and tell what happened."""
    try:
        handed_out = coroutine.send(None)
    except StopIteration as end:
        return f"returned {end.value!r}"
    return "handed out the future" if handed_out is future else f"handed out {handed_out!r}"


async def wait_for(future):
    return await future


async def test_keeps_a_result(exercise):
    written_without(exercise.source(), "Future", "create_future", "ensure_future")

    def program(future, note):
        note(f"done: {future.done()}")
        with noting_errors(note):
            note(f"result: {future.result()}")
        future.set_result("a book")
        note(f"done: {future.done()}")
        note(f"result: {future.result()}, and again: {future.result()}")

    await same_as_asyncio(exercise, program)


async def test_none_is_a_result_too(exercise):
    def program(future, note):
        future.set_result(None)
        note(f"done: {future.done()}")
        with noting_errors(note):
            note(f"result: {future.result()}")

    await same_as_asyncio(exercise, program)


async def test_an_exception_is_raised_by_result(exercise):
    def program(future, note):
        future.set_exception(ZeroDivisionError("no"))
        note(f"done: {future.done()}")
        with noting_errors(note):
            note(f"result: {future.result()!r}")

    await same_as_asyncio(exercise, program)


async def test_is_set_only_once(exercise):
    def program(future, note):
        future.set_result("first")
        with noting_errors(note):
            future.set_result("second")
            note("was set again")
        with noting_errors(note):
            future.set_exception(ZeroDivisionError("third"))
            note("was set again")
        with noting_errors(note):
            note(f"result: {future.result()}")

    await same_as_asyncio(exercise, program)


async def test_callbacks_are_called_later_in_their_order(exercise, world):
    told = world.callback("told")
    future = exercise.MiniFuture(asyncio.get_running_loop())

    with called_later(told):
        future.add_done_callback(lambda done: told(f"first: {done.result()}"))
        future.add_done_callback(lambda done: told(f"second: {done.result()}"))
        future.set_result("a book")
    await asyncio.sleep(1)

    in_order(told, ["first: a book", "second: a book"])


async def test_callbacks_are_called_for_an_exception_too(exercise, world):
    told = world.callback("told")
    future = exercise.MiniFuture(asyncio.get_running_loop())

    def tell(done):
        with noting_errors(told):
            told(f"result: {done.result()}")

    with called_later(told):
        future.add_done_callback(tell)
        future.set_exception(ZeroDivisionError("no"))
    await asyncio.sleep(1)

    in_order(told, ["raised ZeroDivisionError"])


async def test_who_comes_late_is_called_too(exercise, world):
    told = world.callback("told")
    future = exercise.MiniFuture(asyncio.get_running_loop())

    future.set_result("a book")
    with called_later(told):
        future.add_done_callback(lambda done: told(f"late: {done.result()}"))
    await asyncio.sleep(1)

    in_order(told, ["late: a book"])


async def test_await_pauses_until_the_future_is_done(exercise):
    def program(future, note):
        waiting = wait_for(future)
        note(one_step(waiting, future))
        future.set_result("a book")
        note(one_step(waiting, future))

    await same_as_asyncio(exercise, program)


async def test_await_does_not_pause_if_the_future_is_done(exercise):
    def program(future, note):
        future.set_result("a book")
        note(one_step(wait_for(future), future))

    await same_as_asyncio(exercise, program)


async def test_await_raises_the_exception(exercise):
    def program(future, note):
        waiting = wait_for(future)
        note(one_step(waiting, future))
        future.set_exception(ZeroDivisionError("no"))
        with noting_errors(note):
            note(one_step(waiting, future))

    await same_as_asyncio(exercise, program)
