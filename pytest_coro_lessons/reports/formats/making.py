"""From outcomes to the model of the formats.

Rule: a check has a result in any case, also where its test was not run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING

from pytest_coro_lessons.reports.formats.model import Check, Exercise, Noted, Report, Test
from pytest_coro_lessons.reports.text import Failure, failure, headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pytest_coro_lessons.grading import ExerciseOutcome, Outcome, StepOutcome
    from pytest_coro_lessons.reports.text import Reader

_TEST_FILE = "test_exercise.py"


def make_report(
    outcomes: Sequence[ExerciseOutcome],
    reader: Reader,
    root: Path,
    at: datetime,
    *,
    noted: Mapping[tuple[str, str], Noted] | None = None,
    seconds: float | None = None,
    student: str = "",
) -> Report:
    """Put outcomes into words, in the language of the reader.

    Args:
        outcomes: of the exercises in the order of the course; one that was not run has no outcomes.
        noted: what else is known, by the exercise's id and the test's name.
        root, at, seconds, student: as :class:`Report` has them.
    """
    makers = (_Maker(outcome, reader, noted or {}) for outcome in outcomes)
    return Report(
        language=reader.language,
        headline=headline(outcomes, reader).text if outcomes else reader.texts("formats.nothing"),
        exercises=tuple(maker.exercise() for maker in makers),
        outcomes=outcomes,
        root=root,
        at=at,
        seconds=seconds,
        student=student,
    )


@dataclass(frozen=True)
class _Maker:
    """Makes one exercise."""

    outcome: ExerciseOutcome
    reader: Reader
    noted: Mapping[tuple[str, str], Noted]
    sources: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        file = self.outcome.exercise.folder / _TEST_FILE
        object.__setattr__(self, "sources", _sources(file))

    def exercise(self) -> Exercise:
        outcome = self.outcome
        steps = [self._step(step, number) for number, step in enumerate(outcome.steps, 1)]
        checks = (*steps, *(self._without_step(one) for one in outcome.other))
        order = {name: place for place, name in enumerate(self.sources)}
        tests = [test for check in checks for test in check.tests]
        # Tests of one function stay as they are; what is in no file comes last.
        tests.sort(key=lambda test: order.get(test.name.partition("[")[0], len(order)))
        return Exercise(
            id=outcome.exercise.id,
            lesson=outcome.exercise.lesson.id,
            title=self.reader.title_of(outcome.exercise),
            status=outcome.status,
            points=outcome.points,
            max_points=outcome.max_points,
            checks=checks,
            tests=tuple(tests),
        )

    def _step(self, step: StepOutcome, number: int) -> Check:
        in_course = self.outcome.exercise.number
        tests = [self._test(one, number) for one in step.outcomes]
        seen = {one.function for one in step.outcomes}
        tests += [self._not_run(name, number) for name in step.step.tests if name not in seen]
        return Check(
            id=step.step.id,
            number=f"{in_course}.{number}" if in_course else f"{number}",
            title=step.step.title.in_language(self.reader.language),
            status=step.status,
            points=step.points,
            max_points=step.step.points,
            seconds=step.virtual_seconds,
            tests=tuple(tests),
        )

    def _without_step(self, one: Outcome) -> Check:
        test = self._test(one, None)
        return Check(one.test, "", test.title, one.status, 0, 0, test.seconds, (test,))

    def _test(self, one: Outcome, step: int | None) -> Test:
        noted = self.noted.get((self.outcome.exercise.id, one.test), Noted())
        return Test(
            name=one.test,
            title=_spoken(one.test),
            step=step,
            status=one.status,
            seconds=one.virtual_seconds,
            told=self._told(one, noted),
            code=one.diagnostics[0].code if one.diagnostics else None,
            noted=noted,
            source=self.sources.get(one.function, ""),
        )

    def _told(self, one: Outcome, noted: Noted) -> Failure | None:
        if one.status == "passed":
            return None
        if one.diagnostics:
            return failure(self.outcome.exercise, one, self.reader)
        if one.status != "error":
            return self._plainly("formats.not_run")
        return self._plainly("formats.error", error=noted.error or "?")

    def _not_run(self, name: str, step: int) -> Test:
        return Test(
            name=name,
            title=_spoken(name),
            step=step,
            status="not_started",
            seconds=None,
            told=self._plainly("formats.not_run"),
            code=None,
            noted=Noted(),
            source=self.sources.get(name, ""),
        )

    def _plainly(self, key: str, **values: object) -> Failure:
        exercise, reader = self.outcome.exercise, self.reader
        place = reader.shown(reader.answer_file(exercise))
        return Failure(reader.title_of(exercise), place, reader.texts(key, **values))


def _spoken(test: str) -> str:
    """Write ``test_waits_for_all[3]`` as ``waits for all [3]``."""
    name, bracket, values = test.partition("[")
    words = name.removeprefix("test_").replace("_", " ")
    return f"{words} {bracket}{values}" if bracket else words


@lru_cache
def _sources(file: Path) -> dict[str, str]:
    """The bodies of the test functions in a file, in their order."""
    try:
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError):
        return {}
    lines = text.splitlines(keepends=True)
    return {
        node.name: _body(node, lines)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> str:
    first = node.body[0]
    if first.lineno == node.lineno:
        return ast.unparse(ast.Module(node.body, []))
    return dedent("".join(lines[first.lineno - 1 : node.end_lineno])).rstrip()
