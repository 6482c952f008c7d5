"""What every format is made from: a run in words and points, with a result for every check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pytest_coro_lessons.errors import CoroLessonsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pytest_coro_lessons.grading import ExerciseOutcome, Status
    from pytest_coro_lessons.reports.text import Failure
    from pytest_coro_lessons.timeline import Timeline

# The file could not be loaded, so that no test says anything about what it does.
_NOT_LOADED = frozenset({"CL902", "CL903", "CL904"})


class FormatError(CoroLessonsError, ValueError):
    """A format cannot be written for what is known of this run."""


class Noted(NamedTuple):
    """What is known of one test beside its outcome.

    Attributes:
        printed: by the learner's code.
        error: why the test could not judge the answer.
        picture: what ran when, as text.
    """

    printed: str = ""
    error: str = ""
    picture: str = ""
    timeline: Timeline | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One test of an exercise.

    Attributes:
        title: The name as words.
        step: The number of its step, None if it belongs to none.
        told: Why it did not pass.
        source: The body of the test function.
    """

    __test__ = False  # or pytest takes the class for a test

    name: str
    title: str
    step: int | None
    status: Status
    seconds: float | None
    told: Failure | None
    code: str | None
    noted: Noted
    source: str

    @property
    def is_loaded(self) -> bool:
        return self.code not in _NOT_LOADED


@dataclass(frozen=True, slots=True)
class Check:
    """What is graded: a step of an exercise, or a test without one, which carries no points."""

    id: str
    number: str
    title: str
    status: Status
    points: int
    max_points: int
    seconds: float | None
    tests: tuple[Test, ...]

    @property
    def leading(self) -> Test | None:
        """The test that did not pass and is read first."""
        return next((test for test in self.tests if test.told is not None), None)

    @property
    def code(self) -> str | None:
        return None if self.leading is None else self.leading.code

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Why it did not pass, the most important first; none if it passed."""
        if self.leading is None or self.leading.told is None:
            return ()
        first = self.leading.told
        others = {test.told.happened: test.title for test in self.tests if test.told is not None}
        others.pop(first.happened, None)
        also = (f"{title}: {happened}" for happened, title in others.items())
        return (first.happened, *first.others, *also)

    @property
    def place(self) -> str:
        """The file and line to look at, empty if it passed."""
        told = None if self.leading is None else self.leading.told
        return "" if told is None else told.place

    @property
    def picture(self) -> str:
        return "" if self.leading is None else self.leading.noted.picture

    @property
    def printed(self) -> str:
        return "".join(test.noted.printed for test in self.tests)

    @property
    def message(self) -> str:
        """All of it as plain text."""
        return in_plain_text(self.paragraphs, self.place, self.picture)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: its checks in the order of the steps, its tests in that of the test file."""

    id: str
    lesson: str
    title: str
    status: Status
    points: int
    max_points: int
    checks: tuple[Check, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A run of graded tests, or what is known of a learner's exercises.

    Attributes:
        headline: How far it is, in one sentence.
        outcomes: What the exercises were made from.
        root: Paths in the results are relative to it.
        at: When it was graded.
        seconds: Real seconds that it took; None if nothing was run.
        student: Whose answers they are; empty if nobody said so.
    """

    language: str
    headline: str
    exercises: tuple[Exercise, ...]
    outcomes: Sequence[ExerciseOutcome]
    root: Path
    at: datetime
    seconds: float | None
    student: str

    @property
    def checks(self) -> Iterator[tuple[Exercise, Check]]:
        for exercise in self.exercises:
            for check in exercise.checks:
                yield exercise, check

    @property
    def points(self) -> int:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> int:
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def first_to_fix(self) -> Test | None:
        tests = (test for _, check in self.checks for test in check.tests)
        return next((test for test in tests if test.status == "failed"), None)

    @property
    def can_be_judged(self) -> bool:
        """Tell whether any test says something about the answers.

        None does where no file can be loaded, or where no test could come to a verdict.
        """
        tests = [test for exercise in self.exercises for test in exercise.tests]
        return any(test.status != "error" and test.is_loaded for test in tests)


def in_plain_text(paragraphs: Sequence[str], place: str, picture: str) -> str:
    """Join what a reader is told; the place stands below the first sentence."""
    if not paragraphs:
        return ""
    first, *others = paragraphs
    return "\n\n".join(part for part in (f"{first}\n{place}", *others, picture) if part)
