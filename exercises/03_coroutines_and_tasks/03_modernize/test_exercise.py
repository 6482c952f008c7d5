"""Graded test of the modernized program. The seconds are virtual: they take no real time."""

import ast
import io
import sys
from contextlib import redirect_stdout
from traceback import walk_stack

from pytest_coro_lessons import in_any_order, old_notation, result, took

# Names of functions, and the old notation that each one belongs to.
OLD_NAMES = {
    "coroutine": "@coroutine",
    "get_event_loop": "get_event_loop",
    "new_event_loop": "get_event_loop",
    "run_until_complete": "get_event_loop",
    "run_forever": "get_event_loop",
    "ensure_future": "ensure_future",
}


def old_name(node):
    match node:
        case ast.YieldFrom():
            return "yield from"
        case ast.keyword(arg="loop"):
            return "loop="
        case ast.Attribute(attr=name) | ast.alias(name=name):
            return OLD_NAMES.get(name)


def notation_left(source):
    """The old notations in a program, each with the first line that has it."""
    nodes = [node for node in ast.walk(ast.parse(source)) if old_name(node)]
    left = {}
    for node in sorted(nodes, key=lambda node: node.lineno):
        left.setdefault(old_name(node), node.lineno)
    return left


class Screen(io.StringIO):
    """Takes what is printed, and writes down when `my_coroutine` prints each of its lines."""

    def __init__(self, clock):
        super().__init__()
        self.by_my_coroutine = {}
        self._shown, self._clock, self._part = sys.stdout, clock, ""

    def write(self, text):
        self._shown.write(text)
        callers = {frame.f_code.co_name for frame, _ in walk_stack(sys._getframe())}
        if "my_coroutine" in callers:
            *lines, self._part = (self._part + text).split("\n")
            self.by_my_coroutine |= dict.fromkeys(lines, self._clock.time())
        return super().write(text)


def test_the_program_runs_without_the_old_notation(exercise, capsys):
    old_notation(notation_left(exercise.source()), total=5)

    result(exercise.main(), None, of="main()")
    result(capsys.readouterr().out.splitlines()[-1:], ["all finished"], of="the last line")


async def test_my_coroutine_waits_three_seconds_unless_told_otherwise(exercise):
    with took(3.0):
        first = await exercise.my_coroutine("first")
    with took(0.5):
        second = await exercise.my_coroutine("second", 0.5)

    result([first, second], ["first", "second"])


async def test_my_coroutine_prints_before_it_waits_and_afterwards(exercise, virtual_clock):
    with redirect_stdout(Screen(virtual_clock)) as printed:
        await exercise.my_coroutine("first")
        await exercise.my_coroutine("second", 2)

    lines = {
        "first sleeps for 3 s": 0.0,
        "first is finished": 3.0,
        "second sleeps for 2 s": 3.0,
        "second is finished": 5.0,
    }
    result(printed.by_my_coroutine, lines, of="what my_coroutine prints, and when")


def test_main_runs_three_coroutines_in_one_second(exercise, virtual_clock):
    with redirect_stdout(Screen(virtual_clock)) as printed, took(1.0, clock=virtual_clock):
        result(exercise.main(), None, of="main()")

    lines = printed.getvalue().splitlines()
    begin = [f"task{n} sleeps for 1 s" for n in (1, 2, 3)]
    end = [f"task{n} is finished" for n in (1, 2, 3)]
    in_any_order(lines[:3], begin)
    in_any_order(lines[3:6], end)
    result(lines[6:], ["all finished"])
    times = dict.fromkeys(begin, 0.0) | dict.fromkeys(end, 1.0)
    result(printed.by_my_coroutine, times, of="what my_coroutine prints, and when")
