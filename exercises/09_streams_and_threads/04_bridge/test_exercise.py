"""Graded test of `wait_for_order`. The seconds are virtual: they take no real time."""

import asyncio
import time

import pytest

from pytest_coro_lessons import (
    cancelled_at,
    cancelled_somewhere,
    failed_with,
    result,
    took,
    within_steps,
)


class Kitchen:
    """An api that answers after a while, in the thread of the event loop or in another one."""

    def __init__(self, seconds=1.0, *, error=None, in_thread=False):
        self.seconds, self.error, self.in_thread = seconds, error, in_thread
        self.started, self.cancelled = [], []

    def start(self, order, on_done):
        self.started.append(order)
        dish = None if self.error else f"{order} for table {len(self.started)}"
        loop = asyncio.get_running_loop()
        if self.in_thread:
            loop.run_in_executor(None, self._cook, on_done, dish)
        else:
            loop.call_later(self.seconds, on_done, dish, self.error)

    def _cook(self, on_done, dish):
        time.sleep(self.seconds)
        on_done(dish, self.error)

    def cancel(self, order):
        self.cancelled.append(order)


async def test_the_result_is_returned_when_it_is_there(exercise):
    kitchen = Kitchen(seconds=1.377)

    # It is told, so it need not ask: a handful of steps of the loop is enough.
    with took(1.377), within_steps(20):
        dish = await exercise.wait_for_order(kitchen, "soup")

    result(dish, "soup for table 1")
    result(kitchen.cancelled, [], of="cancelled")


async def test_an_error_is_raised(exercise):
    kitchen = Kitchen(seconds=0.613, error=LookupError("no salt"))

    with took(0.613), failed_with(LookupError, match="no salt"):
        await exercise.wait_for_order(kitchen, "soup")


async def test_the_answer_may_come_from_another_thread(exercise):
    kitchen = Kitchen(seconds=1.377, in_thread=True)

    with took(1.377), within_steps(20):
        dish = await exercise.wait_for_order(kitchen, "soup")

    result(dish, "soup for table 1")


async def test_several_orders_wait_at_once(exercise):
    kitchen = Kitchen(seconds=1.377)

    with took(1.377):
        dishes = await asyncio.gather(
            *(exercise.wait_for_order(kitchen, order) for order in ("soup", "fish"))
        )

    result(dishes, ["soup for table 1", "fish for table 2"])


async def test_an_order_that_nobody_waits_for_is_cancelled(exercise):
    kitchen = Kitchen(seconds=2.0)

    with cancelled_at(0.5):
        await exercise.wait_for_order(kitchen, "soup")

    result(kitchen.cancelled, ["soup"], of="cancelled")


async def test_an_answer_that_comes_too_late_does_no_harm(exercise):
    kitchen = Kitchen(seconds=1.0)

    with cancelled_at(0.5):
        await exercise.wait_for_order(kitchen, "soup")
    await asyncio.sleep(1.0)

    result(kitchen.cancelled, ["soup"], of="cancelled")


@pytest.mark.explore(sweep="cancel")
async def test_it_is_cancelled_wherever_it_waits(exercise):
    kitchen = Kitchen(seconds=0.1, in_thread=True)

    with cancelled_somewhere(within=0) as sweep:
        await exercise.wait_for_order(kitchen, "soup")
    await asyncio.sleep(0.2)

    result(kitchen.cancelled, ["soup"] if sweep.happened else [], of="cancelled")
