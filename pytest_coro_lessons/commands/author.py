"""The authors' commands: their names, arguments and options.

Rule: each one imports its module when it runs, as those of learners do.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.building import Section
from pytest_coro_lessons.commands.completing import complete_exercise, complete_lesson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.commands.building import Builder
    from pytest_coro_lessons.texts import Texts


def section(builder: Builder) -> Section:
    """The commands in the order in which an author meets them."""
    return Section(builder.texts("main.authors"), [*_commands(builder)])


def _commands(builder: Builder) -> Iterator[click.Command]:
    texts = builder.texts
    jobs = click.Option(["--jobs", "-j"], type=click.IntRange(min=1), help=texts("author.jobs"))
    path = click.Argument(["path"], required=False, type=click.Path(path_type=Path, exists=True))
    seconds = click.FloatRange(min=0, min_open=True)
    budget = click.Option(["--budget"], type=seconds, default=1.0, help=texts("check.budget"))
    draw = builder.flag("--draw", text="check.draw")
    as_json = builder.flag("--json", "as_json", text="check.json")
    yield builder.subgroup("new", *_new_commands(builder))
    yield builder.command("check", _check, path, draw, jobs, budget, as_json)
    which = click.Argument(["exercises"], nargs=-1, shell_complete=complete_exercise)
    share = click.FloatRange(0, 100)
    threshold = click.Option(["--threshold"], type=share, help=texts("strength.threshold"))
    as_json = builder.flag("--json", "as_json", text="strength.json")
    yield builder.command("strength", _strength, which, threshold, jobs, as_json)


def _new_commands(builder: Builder) -> Iterator[click.Command]:
    positive = click.IntRange(min=1)
    number = click.Option(["--number"], type=positive, help=builder.texts("new.number"))
    slug = click.Argument(["slug"], metavar="SLUG")
    yield builder.command("new_lesson", _new_lesson, slug, number)
    path = click.Argument(["path"], metavar="LESSON/SLUG", shell_complete=complete_lesson)
    yield builder.command("new_exercise", _new_exercise, path, number)


def _new_lesson(texts: Texts, *, slug: str, number: int | None) -> None:
    from pytest_coro_lessons.commands.new import new_lesson

    new_lesson(Path.cwd(), texts, slug, number)


def _new_exercise(texts: Texts, *, path: str, number: int | None) -> None:
    from pytest_coro_lessons.commands.new import new_exercise

    new_exercise(Path.cwd(), texts, path, number)


def _strength(
    texts: Texts,
    *,
    exercises: tuple[str, ...],
    threshold: float | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    from pytest_coro_lessons.commands.strength import strength

    here = Path.cwd()
    sys.exit(strength(here, texts, exercises, threshold, jobs=jobs, as_json=as_json))


def _check(
    texts: Texts, *, path: Path | None, draw: bool, jobs: int | None, budget: float, as_json: bool
) -> None:
    from pytest_coro_lessons.commands import check

    if draw:
        check.draw(Path.cwd(), texts, path)
        return
    sys.exit(check.check(Path.cwd(), texts, path, jobs=jobs, budget=budget, as_json=as_json))
