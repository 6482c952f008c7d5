"""The promise about declared survivors: each is a mistake that can be made in the solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.places import in_info, text_of
from pytest_coro_lessons.authoring.strength.mutants import mutants_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.authoring.findings import Finding
    from pytest_coro_lessons.authoring.strength.measure import Strength
    from pytest_coro_lessons.lessons import Exercise


def declared_survivors_are_mistakes(exercise: Exercise) -> Iterator[Finding]:
    declared = exercise.info.survivors
    if not declared:
        return
    try:
        mutants = list(mutants_of(text_of(exercise.folder / "reference" / "solution.py")))
    except SyntaxError:
        return  # a finding of its own
    known = {(mutant.operator, mutant.before) for mutant in mutants}
    for number, one in enumerate(declared):
        if (one.operator, one.line) not in known:
            facts = {"operator": one.operator, "line": one.line}
            yield in_info("survivor-unknown", exercise, "survivors", number, **facts)


def stale_survivors(strength: Strength) -> Iterator[Finding]:
    """What `strength` has found to be noticed, and is declared to survive."""
    declared = strength.exercise.info.survivors
    for one in strength.stale:
        facts = {"operator": one.operator, "line": one.line}
        number = declared.index(one)
        yield in_info("survivor-stale", strength.exercise, "survivors", number, **facts)


PROMISES = (declared_survivors_are_mistakes,)
