"""``coro-lessons explain``: the longer story of a diagnostic."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import UnknownExerciseError, opened
from pytest_coro_lessons.commands.prose import show_markdown
from pytest_coro_lessons.diagnostics.catalogue import catalogue
from pytest_coro_lessons.diagnostics.stories import story

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.texts import Texts


class UnknownCodeError(UnknownExerciseError):
    """No diagnostic has that code; the message names those that are close."""


def explain(here: Path, texts: Texts, code: str | None) -> None:
    """Print the story of a code; without one, of what the current exercise was told last.

    Raises:
        UnknownCodeError: naming the nearest codes.
        ClickException: if there is no code and nothing was told.
    """
    if code is None:
        code = _latest(here, texts)
    asked = code.upper() if code[:1].isalpha() else f"CL{code}"
    found = story(asked, texts.language)
    if found is None:
        known = sorted(catalogue("en"))
        near = difflib.get_close_matches(asked, known, n=5, cutoff=0.5) or known
        raise UnknownCodeError(texts("explain.unknown", code=code, known=", ".join(near)))
    show_markdown(f"# {asked}: {found.title}\n\n{found.markdown}")


def _latest(here: Path, texts: Texts) -> str:
    with opened(here, texts) as course:
        exercise = course.chosen(None)
        last = course.progress_of(exercise).last
        if last is None or last.code is None:
            raise click.ClickException(texts("explain.nothing", title=course.title(exercise)))
        return last.code
