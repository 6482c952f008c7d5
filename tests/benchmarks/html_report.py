"""How large the HTML report of a course is, and how long it takes to make.

    python tests/benchmarks/html_report.py [--exercises 46] [--figures 1] [--rounds 20]

Every exercise has as many figures as asked for, of eight rows each; every third exercise failed.
The first report also loads the template library and compiles the template.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import ExerciseOutcome, Outcome, grade
from pytest_coro_lessons.lessons import Exercise, ExerciseInfo, LessonInfo, Step, Text
from pytest_coro_lessons.reports.html import Seen, html_report
from pytest_coro_lessons.reports.timeline_text import render
from pytest_coro_lessons.timeline import Segment, Span, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "/course/exercise.py"
CALLS = 7


def main() -> int:
    options = arguments().parse_args()
    outcomes = [outcome(number, options.figures) for number in range(options.exercises)]
    seen = {
        (one.exercise.id, test): Seen(timeline())
        for one in outcomes
        for test in one.exercise.info.tests
    }
    started = perf_counter()
    page = html_report(outcomes, seen, "en").encode()
    first = perf_counter() - started
    again = best(options.rounds, lambda: html_report(outcomes, seen, "en"))
    drawn = best(options.rounds, lambda: render(timeline()))
    lines = [
        f"{len(outcomes)} exercises, {len(seen)} figures of {CALLS + 1} rows",
        f"size: {len(page) / 1e3:.1f} kB, {len(gzip.compress(page)) / 1e3:.1f} kB with gzip",
        f"time: {first * 1e3:.0f} ms the first time, {again * 1e3:.0f} ms then (best)",
        f"one figure in the terminal: {drawn * 1e3:.2f} ms (best)",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def best(rounds: int, make: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds):
        started = perf_counter()
        make()
        times.append(perf_counter() - started)
    return min(times)


def outcome(number: int, figures: int) -> ExerciseOutcome:
    title = Text(en=f"Exercise number {number}", es=f"Ejercicio número {number}")
    lesson = LessonInfo(id=f"lesson-{number // 6}", title=Text(en="A lesson", es="Una lección"))
    tests = tuple(f"test_{number}_{at}" for at in range(figures))
    step = Step(id="step", title=title, tests=tests, points=10)
    info = ExerciseInfo(id=f"exercise-{number}", title=title, steps=(step,), hints=(title,) * 3)
    exercise = Exercise(Path(f"/course/{number // 6}_lesson/{number}_exercise"), lesson, info)
    facts = {"count": CALLS, "actual": 7.0, "expected": 1.0, "sum": 7.0, "operation": "fetch"}
    failed = (Diagnostic("CL201", facts, FILE, 6),)
    return grade(
        exercise,
        [Outcome(test, "passed" if number % 3 else "failed", () if number % 3 else failed, 7.0)
         for test in tests],
    )  # fmt: skip


def timeline() -> Timeline:
    calls = [
        Span(at + 1, "call", f"fetch('page-{at}')", 0, at, at + 1, "ok", None, FILE, 6,
             (Segment("sleeping", at, at + 1, "sleep(1)", FILE, 2),))
        for at in range(CALLS)
    ]  # fmt: skip
    return Timeline((Span(0, "task", "main()", None, 0, CALLS, "ok"), *calls), (), CALLS)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--exercises", type=int, default=46)
    parser.add_argument("--figures", type=int, default=1, help="for each exercise")
    parser.add_argument("--rounds", type=int, default=20)
    return parser


if __name__ == "__main__":
    sys.exit(main())
