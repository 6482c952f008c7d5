"""Graded test of `MiniTask`: each program runs with tasks of asyncio's and with yours.

A program is given `start`, which makes a task of a coroutine, `sleep`, which is awaited, and
`note`, which writes down what happens. The seconds are virtual: they take no real time.
"""

import asyncio
import types

import pytest

from pytest_coro_lessons import VirtualTimeLoop, called_later, in_order, result, written_without


def sleeping(make_future):
    async def sleep(seconds):
        future, loop = make_future(), asyncio.get_running_loop()
        loop.call_later(seconds, lambda: future.done() or future.set_result(None))
        await future

    return sleep


async def run(program, start, make_future):
    """Let a program begin, and look on; give what happened, and when."""
    loop, seen, coroutines = asyncio.get_running_loop(), [], []

    def start_it(coroutine):
        coroutines.append(coroutine)
        return start(coroutine)

    program(start_it, sleeping(make_future), lambda what: seen.append((what, loop.time())))
    await asyncio.sleep(10)
    happened = tuple(seen)
    for coroutine in coroutines:
        if coroutine.cr_suspended:
            coroutine.close()  # it is still waiting, and nobody will wake it any more
    return happened


@pytest.fixture
def in_asyncio():
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop = runner.get_loop()
        yield lambda program: runner.run(run(program, loop.create_task, loop.create_future))


@pytest.fixture
def in_yours(exercise):
    async def main(program):
        loop = asyncio.get_running_loop()

        def start(coroutine):
            return exercise.MiniTask(loop, coroutine)

        return await run(program, start, lambda: exercise.MiniFuture(loop))

    return lambda program: asyncio.run(main(program))


@pytest.fixture
def same_in_both(in_yours, in_asyncio):
    def compare(program, of=None):
        yours, asyncios = in_yours(program), in_asyncio(program)
        your_steps, their_steps = [what for what, _ in yours], [what for what, _ in asyncios]
        if of is None:
            in_order(your_steps, their_steps)
        result(your_steps, their_steps, of=of)
        result([at for _, at in yours], [at for _, at in asyncios], of="loop.time()")

    return compare


def outcome(task):
    """What a task that is done has come to, in words."""
    try:
        return f"returned {task.result()!r}"
    except (asyncio.CancelledError, asyncio.InvalidStateError, ArithmeticError) as error:
        return f"raised {type(error).__name__}"


def made_by_hand(exercise):
    written_without(exercise.source(), "Task", "create_task", "ensure_future", "Future")


async def test_is_a_future(exercise):
    made_by_hand(exercise)

    async def program():
        return "done"

    task = exercise.MiniTask(asyncio.get_running_loop(), program())
    await asyncio.sleep(1)

    result(isinstance(task, exercise.MiniFuture), expected=True, of="isinstance(task, MiniFuture)")
    result(task.done(), expected=True, of="task.done()")


async def test_takes_its_first_step_later(exercise, world):
    first_line = world.callback("first_line")

    async def program():
        first_line("runs")

    with called_later(first_line):
        exercise.MiniTask(asyncio.get_running_loop(), program())
    await asyncio.sleep(1)

    in_order(first_line, ["runs"])


def test_three_tasks_wait_at_the_same_time(same_in_both):
    def program(start, sleep, note):
        async def work(name, seconds):
            note(f"{name} begins")
            await sleep(seconds)
            note(f"{name} ends")

        start(work("a", 2))
        start(work("b", 1))
        note("all have been made")

    same_in_both(program)


def test_ends_with_what_the_coroutine_returns(same_in_both):
    def program(start, sleep, note):
        async def add(a, b):
            await sleep(1)
            await sleep(1)
            return a + b

        start(add(20, 22)).add_done_callback(lambda task: note(outcome(task)))

    same_in_both(program, of="task.result()")


def test_ends_with_what_the_coroutine_raises(same_in_both):
    def program(start, sleep, note):
        async def divide(a, b):
            await sleep(1)
            return a / b

        start(divide(1, 0)).add_done_callback(lambda task: note(outcome(task)))

    same_in_both(program, of="task.result()")


def test_a_task_waits_for_another_one(same_in_both):
    def program(start, sleep, note):
        async def divide(a, b, seconds):
            await sleep(seconds)
            return a / b

        async def divide_twice(half, nothing):
            note(f"the first returned {await half}")
            try:
                await nothing
            except ZeroDivisionError:
                note("the second failed")

        start(divide_twice(start(divide(1, 2, 1)), start(divide(1, 0, 2))))

    same_in_both(program)


def test_cancel_raises_in_the_coroutine(same_in_both):
    def program(start, sleep, note):
        async def work():
            try:
                await sleep(3)
                note("was not cancelled")
            except asyncio.CancelledError:
                note("CancelledError was raised")
                raise
            finally:
                note("cleans up")

        def cancel():
            task.cancel()
            note("cancel() has returned")

        task = start(work())
        task.add_done_callback(lambda task: note(outcome(task)))
        asyncio.get_running_loop().call_later(1, cancel)

    same_in_both(program)


def test_the_wait_that_was_cancelled_wakes_nobody(same_in_both):
    def program(start, sleep, note):
        async def work():
            try:
                await sleep(3)
            except asyncio.CancelledError:
                note("cleans up")
                await sleep(5)  # to clean up takes longer than the wait would have
                note("has cleaned up")
                raise

        task = start(work())
        task.add_done_callback(lambda task: note(outcome(task)))
        asyncio.get_running_loop().call_later(1, task.cancel)

    same_in_both(program)


async def test_drives_a_generator_inside_too(exercise):
    made_by_hand(exercise)
    loop = asyncio.get_running_loop()
    sleep = sleeping(lambda: exercise.MiniFuture(loop))

    @types.coroutine
    def old_way():
        yield from sleep(1)
        return "done the old way"

    async def work():
        return await old_way()

    task = exercise.MiniTask(loop, work())
    await asyncio.sleep(60)

    result(outcome(task), "returned 'done the old way'", of="task.result()")
