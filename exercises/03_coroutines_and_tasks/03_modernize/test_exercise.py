"""Graded test of the modernized program. The seconds are virtual: they take no real time."""

import ast

from pytest_coro_lessons import old_notation, result, took

# What stands for each old notation in the syntax tree of a program.
OLD_NAMES = {
    "@coroutine": {"coroutine"},
    "get_event_loop": {"get_event_loop", "new_event_loop", "run_until_complete", "run_forever"},
    "ensure_future": {"ensure_future"},
}


def notation_left(source):
    nodes = list(ast.walk(ast.parse(source)))
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {node.name for node in nodes if isinstance(node, ast.alias)}
    left = [old for old, spellings in OLD_NAMES.items() if names & spellings]
    if any(isinstance(node, ast.YieldFrom) for node in nodes):
        left.append("yield from")
    if any(isinstance(node, ast.keyword) and node.arg == "loop" for node in nodes):
        left.append("loop=")
    return left


def test_the_program_runs_without_the_old_notation(exercise):
    old_notation(notation_left(exercise.source()), total=5)

    result(exercise.main(), None, of="main()")


async def test_my_coroutine_waits_three_seconds_unless_told_otherwise(exercise):
    with took(3.0):
        first = await exercise.my_coroutine("first")
    with took(0.5):
        second = await exercise.my_coroutine("second", 0.5)

    result([first, second], ["first", "second"])


def test_main_runs_three_coroutines_in_one_second(exercise, virtual_clock, capsys):
    with took(1.0, clock=virtual_clock):
        result(exercise.main(), None, of="main()")

    lines = capsys.readouterr().out.splitlines()
    result(sorted(lines[:3]), [f"task{n} sleeps for 1 s" for n in (1, 2, 3)])
    result(sorted(lines[3:6]), [f"task{n} is finished" for n in (1, 2, 3)])
    result(lines[6:], ["all finished"])
