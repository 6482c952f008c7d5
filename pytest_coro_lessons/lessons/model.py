"""What ``exercise.toml`` and ``lesson.toml`` may say.

Rule: a file that says anything else is refused, with the key, its value, what is allowed
and how to mend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons import _toml

if TYPE_CHECKING:
    from pathlib import Path

# The descriptions are what an author reads in an editor and in an error.
Slug = Annotated[
    str,
    msgspec.Meta(
        pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        description="lower-case words joined by hyphens, such as make-tea",
    ),
]
"""An id: grades and progress use it, so it stays when a folder is renamed."""

TestName = Annotated[
    str,
    msgspec.Meta(pattern=r"^test_\w+$", description="the name of a test function: test_..."),
]
Code = Annotated[
    str,
    msgspec.Meta(pattern=r"^CL[1-9]\d\d$", description="the code of a diagnostic, such as CL201"),
]
Line = Annotated[str, msgspec.Meta(min_length=1)]
Link = Annotated[
    str,
    msgspec.Meta(pattern="^https://", description="the address of a page: https://..."),
]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file: read once, never changed, no key without a meaning."""


class Text(_Table, frozen=True):
    """The same words in every language of the course."""

    en: Line
    es: Line

    def in_language(self, code: str) -> str:
        return self.es if code == "es" else self.en


class Exploring(_Table, frozen=True):
    """In which orders of what comes from outside a test is run; what is None is as usual.

    Attributes:
        schedules: how many orders are chosen by strategies.
        sweep: what comes from outside at every place where it could.
        bound: most deviations from the default of the orders tried one by one.
        cap: most orders tried one by one.
        seed: of the strategies.
    """

    schedules: Annotated[int, msgspec.Meta(ge=0)] | None = None
    sweep: Literal["cancel", "garbage", "chunks"] | None = None
    bound: Annotated[int, msgspec.Meta(ge=0)] | None = None
    cap: Annotated[int, msgspec.Meta(ge=0)] | None = None
    seed: int | str | None = None


class Step(_Table, frozen=True):
    """A numbered part of an exercise: its points count when all its tests pass."""

    id: Slug
    title: Text
    tests: Annotated[tuple[TestName, ...], msgspec.Meta(min_length=1)]
    points: Annotated[int, msgspec.Meta(ge=1)]
    explore: Exploring | None = None
    """Each of its tests runs in many orders, as one with ``@pytest.mark.explore`` does."""


class WrongAnswer(_Table, frozen=True):
    """A file with one plausible bug, and what a learner who writes it is told."""

    file: Line
    belief: Text
    fails: Annotated[tuple[TestName, ...], msgspec.Meta(min_length=1)]
    says: Code


class Bar(_Table, frozen=True):
    """One wait of the intended shape, in virtual seconds."""

    name: Line
    start: Annotated[float, msgspec.Meta(ge=0)]
    end: Annotated[float, msgspec.Meta(ge=0)]


class Intended(_Table, frozen=True):
    """The shape that some tests ask for, to be seen beside the learner's own."""

    tests: Annotated[tuple[TestName, ...], msgspec.Meta(min_length=1)]
    bars: Annotated[tuple[Bar, ...], msgspec.Meta(min_length=1)]


class Survivor(_Table, frozen=True):
    """A mistake in the solution that no test can notice, and why: see `coro-lessons strength`."""

    operator: Slug
    line: Line
    """The line of the solution, without the spaces before it."""
    why: Line


class ExerciseInfo(_Table, frozen=True):
    """The contents of ``exercise.toml``."""

    id: Slug
    title: Text
    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=1)]
    hints: Annotated[tuple[Text, ...], msgspec.Meta(min_length=3, max_length=3)]
    concepts: tuple[Slug, ...] = ()
    requires: tuple[Slug, ...] = ()
    docs: tuple[Link, ...] = ()
    files: tuple[Line, ...] = ()
    """What else belongs to the exercise, such as a program to read."""
    wrong_answers: tuple[WrongAnswer, ...] = ()
    intended: tuple[Intended, ...] = ()
    survivors: tuple[Survivor, ...] = ()

    def intended_of(self, test: str) -> tuple[Bar, ...] | None:
        """The shape that a test function asks for, if the exercise declares one."""
        return next((shape.bars for shape in self.intended if test in shape.tests), None)

    def exploring_of(self, test: str) -> Exploring | None:
        """How a test function is explored, if its step says so."""
        return next((step.explore for step in self.steps if test in step.tests), None)

    @property
    def max_points(self) -> int:
        return sum(step.points for step in self.steps)

    @property
    def tests(self) -> tuple[str, ...]:
        """The test functions of all steps, in the order of the steps."""
        return tuple(test for step in self.steps for test in step.tests)


class LessonInfo(_Table, frozen=True):
    """The contents of ``lesson.toml``."""

    id: Slug
    title: Text
    docs: tuple[Link, ...] = ()
    files: tuple[Line, ...] = ()
    """What else belongs to the lesson, beside its readings and exercises."""


def read_lesson_info(file: Path) -> LessonInfo:
    """Read a ``lesson.toml``.

    Raises:
        LessonError: if the file is missing, is not TOML or says something else than it may.
    """
    return _toml.read(file, LessonInfo)


def read_exercise_info(file: Path) -> ExerciseInfo:
    """Read an ``exercise.toml``.

    Raises:
        LessonError: if the file is missing, is not TOML, says something else than it may,
            or contradicts itself.
    """
    info = _toml.read(file, ExerciseInfo)
    ids = tuple(step.id for step in info.steps)
    _no_repetition(file, "steps.id", ids, "give each step its own id")
    _no_repetition(file, "steps.tests", info.tests, "name each test in one step only")
    for wrong in info.wrong_answers:
        _only_tests_of_steps(file, f"wrong_answers.fails of {wrong.file!r}", wrong.fails, info)
    for shape in info.intended:
        _only_tests_of_steps(file, "intended.tests", shape.tests, info)
        for bar in shape.bars:
            if bar.end < bar.start:
                what = f"intended.bars has {bar.name!r} ending at {bar.end:g}, before its start"
                raise LessonError(file, what, f"give it an end of {bar.start:g} or more")
    return info


def _only_tests_of_steps(file: Path, key: str, tests: tuple[str, ...], info: ExerciseInfo) -> None:
    for test in tests:
        if test not in info.tests:
            what = f"{key} names {test!r}, which no step has"
            raise LessonError(file, what, f"use one of {', '.join(info.tests)}")


def _no_repetition(file: Path, key: str, values: tuple[str, ...], mend: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise LessonError(file, f"{key} has {value!r} twice", mend)
        seen.add(value)
