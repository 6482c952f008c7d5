"""All promises of a course at once, in several processes.

What one exercise promises is looked at by itself; its answers are graded together with others'.
"""

from __future__ import annotations

import math
import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pytest_coro_lessons.authoring import (
    codes,
    files,
    formatting,
    hints,
    maps,
    order,
    programs,
    readings,
    sources,
    survivors,
    translations,
)
from pytest_coro_lessons.authoring.answers import (
    BUDGET,
    Handed,
    answer_findings,
    handed_in,
)
from pytest_coro_lessons.authoring.course import Course, within
from pytest_coro_lessons.authoring.findings import Finding, in_order
from pytest_coro_lessons.authoring.runs import Found, grade_all
from pytest_coro_lessons.authoring.work import Part, done

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pytest_coro_lessons.authoring.work import Progress
    from pytest_coro_lessons.lessons import Exercise

OF_EXERCISES: tuple[Callable[[Exercise], Iterator[Finding]], ...] = (
    *files.PROMISES,
    *sources.PROMISES,
    *hints.PROMISES,
    *codes.PROMISES,
    *readings.PROMISES,
    *programs.PROMISES,
    *survivors.PROMISES,
)
OF_FOLDERS: tuple[Callable[[Path], Iterator[Finding]], ...] = (
    *readings.OF_FOLDERS,
    *translations.OF_FOLDERS,
    *programs.OF_FOLDERS,
    *sources.OF_FOLDERS,
)
OF_COURSES = (*order.PROMISES, *maps.PROMISES)

# Enough that starting pytest does not count, few enough that progress is seen.
_TOGETHER = 40
_TRIES = 3


class Report(NamedTuple):
    """What was found, in how many exercises and answers, and what was not looked at."""

    findings: list[Finding]
    exercises: int
    answers: int
    is_formatting_checked: bool


def check(
    course: Course,
    path: Path,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    budget: float = BUDGET,
) -> Report:
    """Hold every promise of what is in ``path``, which is the course or a part of it.

    Args:
        jobs: How many processes work at the same time; 0 for none but this one.
        budget: Real seconds that a test of an answer may take.
    """
    lessons, exercises = within(course.lessons, path)
    folders = [lesson.folder for lesson in lessons]
    handed = [answer for exercise in exercises for answer in handed_in(exercise)]
    jobs = os.cpu_count() or 1 if jobs is None else jobs
    parts = [Part(partial(findings_in, folder), 1) for folder in folders]
    parts += [Part(partial(findings_of, exercise), 1) for exercise in exercises]
    ruff = formatting.formatter()
    if ruff is not None and exercises:
        places = [exercise.folder for exercise in exercises]
        parts.append(Part(partial(_formatting, places, ruff), 1))
    batches = list(_batches(handed, jobs))
    parts += [Part(partial(_graded, batch), len(batch)) for batch in batches]
    results = done(parts, jobs, progress or (lambda *_: None))
    graded = [pair for result in results[len(parts) - len(batches) :] for pair in result]
    findings = [one for result in results[: len(parts) - len(batches)] for one in result]
    findings += [one for one in course.findings if one.file.is_relative_to(path)]
    findings += [one for lesson in lessons for one in files.lesson_holds_what_it_names(lesson)]
    findings += files.course_holds_lessons(path) if path == course.folder else ()
    mine = {folder / "lesson.toml" for folder in folders}
    mine |= {exercise.folder / "exercise.toml" for exercise in exercises}
    findings += [one for one in findings_between(course) if one.file in mine]
    for answer, found in graded:
        findings += answer_findings(answer, _in_quiet(answer, found, budget), budget)
    return Report(in_order(findings), len(exercises), len(handed), ruff is not None)


def findings_of(exercise: Exercise) -> list[Finding]:
    """What is wrong with an exercise, apart from what its answers do."""
    found = [one for promise in OF_EXERCISES for one in promise(exercise)]
    known = {(one.rule, one.file) for one in found}
    return found + [
        one for one in findings_in(exercise.folder) if (one.rule, one.file) not in known
    ]


def findings_in(folder: Path) -> list[Finding]:
    """What is wrong with the readings of a folder."""
    return [one for promise in OF_FOLDERS for one in promise(folder)]


def findings_between(course: Course) -> list[Finding]:
    """What is wrong with the exercises of a course taken together."""
    return [one for promise in OF_COURSES for one in promise(course.lessons)]


def grade_answers(handed: Sequence[Handed], jobs: int = 0) -> list[tuple[Handed, Found]]:
    """What the tests find about these answers."""
    parts = [Part(partial(_graded, batch), len(batch)) for batch in _batches(handed, jobs)]
    return [pair for result in done(parts, jobs, lambda *_: None) for pair in result]


def _batches(handed: Sequence[Handed], jobs: int) -> Iterator[list[Handed]]:
    """Split answers that are run in the same manner into parts of about the same length."""
    for strict in (False, True):
        of_kind = [one for one in handed if one.manner.warnings_as_errors == strict]
        count = min(max(jobs, math.ceil(len(of_kind) / _TOGETHER), 1), len(of_kind))
        # Every n-th one, so that the slow answers of an exercise are not all in one part.
        yield from (of_kind[first::count] for first in range(count))


def _graded(batch: Sequence[Handed]) -> list[tuple[Handed, Found]]:
    found = grade_all([one.trial() for one in batch], batch[0].manner)
    return list(zip(batch, found, strict=True))


def _formatting(folders: Sequence[Path], ruff: str) -> list[Finding]:
    return list(formatting.unformatted(folders, ruff))


def _in_quiet(handed: Handed, found: Found, budget: float) -> Found:
    """What is found when nothing else runs, where time is at stake."""
    for _ in range(_TRIES):
        if found.slowest <= budget:
            break
        (again,) = grade_all([handed.trial()], handed.manner)
        found = min(found, again, key=lambda one: one.slowest)
    return found
