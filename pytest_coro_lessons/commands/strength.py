"""``coro-lessons strength``: which small mistakes in a solution the tests do not notice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from pytest_coro_lessons.authoring.course import read_course, within
from pytest_coro_lessons.authoring.findings import as_data
from pytest_coro_lessons.authoring.strength.measure import percent, solution_of, strength_of
from pytest_coro_lessons.authoring.survivors import stale_survivors
from pytest_coro_lessons.commands.check import course_and_part, show_finding, shown, shown_progress
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pytest_coro_lessons.authoring.strength.measure import Strength
    from pytest_coro_lessons.lessons import Exercise

SCHEMA = "coro-lessons/strength/v1"
_WORDS = "pytest_coro_lessons.authoring"


def strength(
    here: Path,
    texts: Texts,
    names: Sequence[str],
    threshold: float | None,
    *,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Try mistakes in the solutions of these exercises, else of all; return the exit code.

    Without a threshold it is told what survives, and all is well.
    """
    root, _ = course_and_part(here, texts, None)
    exercises = _chosen(here, root, names, texts)
    with shown_progress(texts("strength.doing")) as progress:
        found = strength_of(exercises, jobs=jobs, progress=progress)
    if as_json:
        click.echo(json.dumps(_as_data(found, threshold, root), indent=2, ensure_ascii=False))
    else:
        for one in found:
            _show(one, here, texts)
        _show_total(found, threshold, texts)
    is_judged = all(one.is_judged and not one.stale for one in found)
    is_enough = threshold is None or percent(found) >= threshold
    return 0 if is_judged and is_enough else 1


def _chosen(here: Path, root: Path, names: Sequence[str], texts: Texts) -> list[Exercise]:
    lessons = read_course(root).lessons
    exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
    if not names:
        return exercises
    chosen: list[Exercise] = []
    for name in names:
        named = [one for one in exercises if name in _names(one)]
        found = named or within(lessons, (here / name).resolve())[1]
        if not found:
            known = ", ".join(one.id for one in exercises)
            raise click.UsageError(texts("course.unknown", name=name, known=known))
        chosen += [one for one in found if one not in chosen]
    return chosen


def _names(exercise: Exercise) -> tuple[str, ...]:
    lesson = exercise.lesson.id, exercise.folder.parent.name
    return exercise.id, exercise.number, exercise.slug, exercise.folder.name, *lesson


def _show(found: Strength, here: Path, texts: Texts) -> None:
    title = found.exercise.info.title.in_language(texts.language)
    heading = click.style(f"{found.exercise.number} {title}".strip(), bold=True)
    if not found.is_judged:
        click.echo(f"{heading}: {texts('strength.fails')}")
        return
    told = texts("strength.noticed", noticed=found.noticed, count=found.counted)
    click.echo(f"{heading}: {told}")
    words = Texts(_WORDS, texts.language)
    file = shown(solution_of(found.exercise), here)
    for mutant in found.survivors:
        mistake = words(f"mistakes.{mutant.operator}")
        click.echo(f"  {file}:{mutant.line}: {mutant.operator} ({mistake})")
        click.echo(f"    - {mutant.before}")
        click.echo(f"    + {mutant.after}")
    for mutant, declared in found.declared:
        place = f"{file}:{mutant.line}: {mutant.operator}"
        click.echo(f"  {texts('strength.declared', place=place, why=declared.why)}")
    for finding in stale_survivors(found):
        show_finding(finding, here, texts.language)


def _show_total(found: Sequence[Strength], threshold: float | None, texts: Texts) -> None:
    noticed, count = (sum(numbers) for numbers in zip(*map(_numbers, found), strict=True))
    share = f"{percent(found):.1f}"
    click.echo()
    click.echo(texts("strength.total", noticed=noticed, count=count, percent=share))
    if threshold is not None and percent(found) < threshold:
        click.echo(texts("strength.too_little", threshold=f"{threshold:g}"))
    if any(one.survivors for one in found):
        click.echo(texts("strength.mend"))


def _numbers(found: Strength) -> tuple[int, int]:
    return found.noticed, found.counted


def _as_data(found: Sequence[Strength], threshold: float | None, root: Path) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "percent": round(percent(found), 1),
        "threshold": threshold,
        "exercises": [_exercise_data(one, root.parent) for one in found],
    }


def _exercise_data(found: Strength, root: Path) -> dict[str, Any]:
    declared = [(mutant, survivor.why) for mutant, survivor in found.declared]
    survivors = [*((mutant, None) for mutant in found.survivors), *declared]
    return {
        "id": found.exercise.id,
        "file": solution_of(found.exercise).relative_to(root).as_posix(),
        "solution_passes": found.is_judged,
        "mutants": found.counted + len(declared),
        "noticed": found.noticed,
        "survivors": [
            {
                "operator": mutant.operator,
                "line": mutant.line,
                "before": mutant.before,
                "after": mutant.after,
                "why": why,
            }
            for mutant, why in survivors
        ],
        "findings": [as_data(finding, root) for finding in stale_survivors(found)],
    }
