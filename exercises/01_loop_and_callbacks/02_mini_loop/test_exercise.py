"""Graded test of `MiniLoop`: each program runs in asyncio's loop and in yours.

A program is given the loop, `note` to write down what happens and when, and `work`, which lets
time pass as a long calculation does. The seconds are virtual: they take no real time.
"""

import asyncio
import time

import pytest

from pytest_coro_lessons import (
    CheckFailed,
    Diagnostic,
    VirtualTimeLoop,
    called_later,
    in_order,
    result,
)


class Clock:
    """A clock that stands still until somebody sleeps, and does not like to be looked at."""

    def __init__(self):
        self.now = 0.0
        self.looks = 0

    def time(self):
        self.looks += 1
        if self.looks > 1_000:
            facts = {"case": "clock", "steps": self.looks, "at": self.now}
            raise CheckFailed(Diagnostic("CL503", facts))
        return self.now

    def sleep(self, seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.now += seconds


@pytest.fixture
def in_asyncio():
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop = runner.get_loop()

        async def main(program):
            seen = []
            program(loop, lambda what: seen.append((what, loop.time())), time.sleep)
            await asyncio.sleep(1_000_000)
            return seen

        yield lambda program: runner.run(main(program))


@pytest.fixture
def in_yours(exercise):
    def run(program):
        clock, seen = Clock(), []
        loop = exercise.MiniLoop(clock)
        program(loop, lambda what: seen.append((what, clock.now)), clock.sleep)
        loop.run()
        return seen

    return run


@pytest.fixture
def same_in_both(in_yours, in_asyncio):
    def compare(program):
        yours, asyncios = in_yours(program), in_asyncio(program)
        in_order([what for what, _ in yours], [what for what, _ in asyncios])
        result([at for _, at in yours], [at for _, at in asyncios], of="clock.time()")

    return compare


def test_call_soon_only_puts_it_in_the_queue(exercise, world):
    loop, told = exercise.MiniLoop(Clock()), world.callback("told")

    with called_later(told):
        loop.call_soon(told, "some news")
    loop.run()

    result(told.values, ["some news"], of="told")


def test_callbacks_wait_in_a_queue(same_in_both):
    def program(loop, note, work):
        def first():
            note("first begins")
            loop.call_soon(note, "third")
            note("first ends")

        loop.call_soon(first)
        loop.call_soon(note, "second")
        note("nothing has run yet")

    same_in_both(program)


def test_timers_run_at_their_times(same_in_both):
    def program(loop, note, work):
        def at_two():
            note("two")
            loop.call_later(0.5, note, "half past two")

        loop.call_later(3, note, "three")
        loop.call_later(1, note, "one")
        loop.call_later(2, at_two)

    same_in_both(program)


def test_equal_times_keep_their_order(same_in_both):
    def program(loop, note, work):
        loop.call_later(1, note, "first")
        loop.call_later(2, note, "last")
        loop.call_later(1, lambda: note("second"))
        loop.call_later(1, note, "third")

    same_in_both(program)


def test_time_passes_only_when_nothing_is_ready(same_in_both):
    def program(loop, note, work):
        def relay(runners):
            note(f"{runners} to go")
            if runners:
                loop.call_soon(relay, runners - 1)

        loop.call_later(1, relay, 1)
        loop.call_later(1.5, note, "half past one")
        loop.call_soon(relay, 1)

    same_in_both(program)


def test_sleeps_until_the_next_timer(same_in_both):
    def program(loop, note, work):
        loop.call_later(86_400, note, "tomorrow")

    same_in_both(program)


def test_who_keeps_coming_back_does_not_hold_up_the_timers(same_in_both):
    def program(loop, note, work):
        def calculate(parts):
            note(f"{parts} to go")
            if parts:
                loop.call_soon(calculate, parts - 1)
            work(1)

        loop.call_soon(calculate, 3)
        loop.call_later(1.5, note, "the timer")

    same_in_both(program)
