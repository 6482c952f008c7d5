"""`python exercise.py` works outside of the harness: each file ends with a short demonstration."""

import ast
import asyncio
import time
from contextlib import redirect_stdout
from io import StringIO

import pytest

from pytest_coro_lessons import VirtualClock, VirtualTimeLoop
from pytest_coro_lessons.wall_clock import WallClock

LONGEST_DEMO = 5.0


def filled_in(subject):
    """The learner's file once the solution is in it: the stub's imports and demonstration."""
    stub = ast.parse(subject.answer_file.read_text(encoding="utf-8"))
    imports = [one for one in stub.body if isinstance(one, ast.Import | ast.ImportFrom)]
    demo = [one for one in stub.body if "__main__" in ast.dump(one)]
    solution = (subject.folder / "reference" / "solution.py").read_text(encoding="utf-8")
    return "\n".join([*map(ast.unparse, imports), solution, *map(ast.unparse, demo)])


@pytest.fixture
def clock(monkeypatch):
    """The clock on which a demonstration runs, with its loops and without."""
    clock = VirtualClock()

    def run(main):
        with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock=clock)) as runner:
            return runner.run(main)

    monkeypatch.setattr(asyncio, "run", run)
    monkeypatch.setattr(time, "sleep", clock.advance)
    with WallClock(clock.time_ns, start=None, followed=lambda: True):
        yield clock


def test_the_file_of_an_exercise_shows_what_it_does(subject, clock):
    program, printed = filled_in(subject), StringIO()

    with redirect_stdout(printed):
        exec(program, {"__name__": "__main__"})

    assert printed.getvalue().strip() != ""
    assert clock.time() <= LONGEST_DEMO
