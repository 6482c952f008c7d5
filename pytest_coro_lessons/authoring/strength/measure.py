"""Which mistakes the tests of exercises notice; many are tried at the same time."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.places import text_of
from pytest_coro_lessons.authoring.runs import Manner, Trial, grade_all
from pytest_coro_lessons.authoring.strength.mutants import mutants_of
from pytest_coro_lessons.authoring.work import Part, done

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pytest_coro_lessons.authoring.strength.mutants import Mutant
    from pytest_coro_lessons.authoring.work import Progress
    from pytest_coro_lessons.lessons import Exercise, Survivor

_TOGETHER = 30
# Real seconds after which a test of a mutant is ended, and the mutant noticed.
_LIMIT = 5.0


@dataclass(frozen=True, slots=True)
class Strength:
    """What the tests of one exercise noticed.

    Attributes:
        is_judged: The solution itself passes, so that it means something when a mutant does not.
        noticed: How many mutants failed.
        survivors: The mutants that passed, and that nobody has declared.
        declared: Those that passed as declared.
        stale: Declarations that no surviving mutant is like.
    """

    exercise: Exercise
    is_judged: bool
    noticed: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    declared: list[tuple[Mutant, Survivor]] = field(default_factory=list)
    stale: list[Survivor] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """How many mutants the tests should notice."""
        return self.noticed + len(self.survivors)


def solution_of(exercise: Exercise) -> Path:
    return exercise.folder / "reference" / "solution.py"


def strength_of(
    exercises: Sequence[Exercise], *, jobs: int | None = None, progress: Progress | None = None
) -> list[Strength]:
    """Try every mistake in every solution.

    Args:
        jobs: How many processes work at the same time; 0 for none but this one.
    """
    jobs = os.cpu_count() or 1 if jobs is None else jobs
    tried = [(exercise, _mutants(exercise)) for exercise in exercises]
    trials = [
        Trial(exercise, source)
        for exercise, mutants in tried
        for source in (_solution(exercise), *(mutant.source.encode() for mutant in mutants))
    ]
    passed = iter(_passed(trials, jobs, progress or (lambda *_: None)))
    found = []
    for exercise, mutants in tried:
        is_judged = next(passed)
        of_mutants = [(mutant, next(passed)) for mutant in mutants]
        found.append(_strength(exercise, of_mutants, is_judged=is_judged))
    return found


def percent(found: Sequence[Strength]) -> float:
    """How many of the mutants of all these exercises were noticed; 100 if there are none."""
    counted = sum(one.counted for one in found)
    return 100.0 * sum(one.noticed for one in found) / counted if counted else 100.0


def _mutants(exercise: Exercise) -> list[Mutant]:
    try:
        return list(mutants_of(text_of(solution_of(exercise))))
    except SyntaxError:
        return []  # the solution does not pass, and that is told


def _solution(exercise: Exercise) -> bytes:
    file = solution_of(exercise)
    return file.read_bytes() if file.is_file() else b""


def _passed(trials: Sequence[Trial], jobs: int, progress: Progress) -> list[bool]:
    count = min(max(jobs, math.ceil(len(trials) / _TOGETHER), 1), len(trials))
    # Every n-th one, so that the slow ones of an exercise are not all in one part.
    batches = [trials[first::count] for first in range(count)]
    parts = [Part(partial(_graded, batch), len(batch)) for batch in batches]
    results = done(parts, jobs, progress)
    return [results[number % count][number // count] for number in range(len(trials))]


def _graded(batch: Sequence[Trial]) -> list[bool]:
    manner = Manner(limit=_LIMIT, until_noticed=True)
    return [found.status == "passed" for found in grade_all(batch, manner)]


def _strength(
    exercise: Exercise, tried: Sequence[tuple[Mutant, bool]], *, is_judged: bool
) -> Strength:
    if not is_judged:
        return Strength(exercise, is_judged)
    declared = {(one.operator, one.line): one for one in exercise.info.survivors}
    passing = [mutant for mutant, passes in tried if passes]
    seen = {(mutant.operator, mutant.before) for mutant in passing}
    return Strength(
        exercise,
        is_judged,
        noticed=len(tried) - len(passing),
        survivors=[one for one in passing if (one.operator, one.before) not in declared],
        declared=[
            (one, declared[one.operator, one.before])
            for one in passing
            if (one.operator, one.before) in declared
        ],
        stale=[one for key, one in declared.items() if key not in seen],
    )
