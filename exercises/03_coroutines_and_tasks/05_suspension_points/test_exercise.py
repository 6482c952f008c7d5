"""Graded test of `LINES`: a canary finds out at which lines another task can run."""

import asyncio
import runpy
import types
from pathlib import Path

from pytest_coro_lessons import suspension_points

PROGRAM = Path(__file__).with_name("program.py")


@types.coroutine
def with_canary(coroutine, lines):
    """Run the coroutine; whenever it suspends, a canary notes the line where it stands."""

    async def canary():
        lines.add(coroutine.cr_frame.f_lineno)

    while True:
        try:
            waits_for = coroutine.send(None)
        except StopIteration:
            return
        asyncio.create_task(canary())
        yield waits_for


async def lines_where_others_run():
    names, lines, lock = runpy.run_path(str(PROGRAM)), set(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(names["keep"](lock, 2))
        await with_canary(names["program"](lock), lines)
    return lines


async def test_another_task_runs_at_each_line(exercise):
    seen = await lines_where_others_run()

    suspension_points(exercise.LINES, seen, PROGRAM.read_text(), complete=False)


async def test_no_line_is_missing(exercise):
    seen = await lines_where_others_run()

    suspension_points(exercise.LINES, seen, PROGRAM.read_text())
