"""What ``exercise.toml`` and ``lesson.toml`` may say.

Rule: a file that says anything else is refused, with the key, its value, what is allowed
and how to mend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import msgspec

from pytest_coro_lessons.lessons import _toml

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    """One wait of the intended shape, in virtual seconds.

    Attributes:
        outcome: how it is meant to end, where the shape asks for more than that it does.
    """

    name: Line
    start: Annotated[float, msgspec.Meta(ge=0)]
    end: Annotated[float, msgspec.Meta(ge=0)]
    outcome: Literal["ok", "failed", "cancelled"] = "ok"


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
    for rule, place, facts in _contradictions(info):
        raise _toml.mistake(file, rule, _toml.line_in(file, place), **facts)
    return info


class _Contradiction(NamedTuple):
    rule: str
    place: tuple[str | int, ...]
    facts: dict[str, str]


def _contradictions(info: ExerciseInfo) -> Iterator[_Contradiction]:
    yield from _of_steps(info)
    for number, wrong in enumerate(info.wrong_answers):
        key, place = f"wrong_answers.fails of {wrong.file!r}", ("wrong_answers", number, "fails")
        yield from _tests_of_no_step(key, wrong.fails, info, place)
    for number, shape in enumerate(info.intended):
        place = ("intended", number, "tests")
        yield from _tests_of_no_step("intended.tests", shape.tests, info, place)
        for bar in shape.bars:
            if bar.end < bar.start:
                facts = {"bar": repr(bar.name), "start": f"{bar.start:g}", "end": f"{bar.end:g}"}
                yield _Contradiction("backwards", ("intended", number, "bars"), facts)


def _of_steps(info: ExerciseInfo) -> Iterator[_Contradiction]:
    ids: set[str] = set()
    tests: set[str] = set()
    for number, step in enumerate(info.steps):
        if step.id in ids:
            facts = {"name": "steps.id", "value": repr(step.id)}
            yield _Contradiction("twice-id", ("steps", number, "id"), facts)
        ids.add(step.id)
        for test in step.tests:
            if test in tests:
                facts = {"name": "steps.tests", "value": repr(test)}
                yield _Contradiction("twice-test", ("steps", number, "tests"), facts)
            tests.add(test)


def _tests_of_no_step(
    key: str, tests: tuple[str, ...], info: ExerciseInfo, place: tuple[str | int, ...]
) -> Iterator[_Contradiction]:
    for test in tests:
        if test not in info.tests:
            facts = {"name": key, "test": repr(test), "tests": ", ".join(info.tests)}
            yield _Contradiction("no-step", place, facts)
