"""``coro-lessons explain``: the longer story of a diagnostic."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import click

from pytest_coro_lessons.commands.course import UnknownExerciseError, opened
from pytest_coro_lessons.commands.prose import show_markdown
from pytest_coro_lessons.diagnostics.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pytest_coro_lessons.texts import Texts

_FACT = re.compile(r"\{\w+\}")
_OPTIONAL = re.compile(r"\[\[.*?\]\]")


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
    known = catalogue("en")
    asked = code.upper() if code[:1].isalpha() else f"CL{code}"
    if asked not in known:
        near = difflib.get_close_matches(asked, known, n=5, cutoff=0.5) or sorted(known)
        raise UnknownCodeError(texts("explain.unknown", code=code, known=", ".join(near)))
    entry = catalogue(texts.language).get(asked, known[asked])
    show_markdown(_story(asked, entry))


def _latest(here: Path, texts: Texts) -> str:
    with opened(here, texts) as course:
        exercise = course.chosen(None)
        last = course.progress_of(exercise).last
        if last is None or last.code is None:
            raise click.ClickException(texts("explain.nothing", title=course.title(exercise)))
        return last.code


def _story(code: str, entry: Mapping[str, Any]) -> str:
    """The story as Markdown; where nobody has written one, the parts without their facts."""
    if "story" in entry:
        return f"# {code}\n\n{entry['story']}"
    parts = [_general(entry[name]) for name in ("happened", "why", "next") if name in entry]
    return "\n\n".join([f"# {code}", *parts])


def _general(part: str | Mapping[str, str]) -> str:
    text = part if isinstance(part, str) else part["other"]
    return _FACT.sub("…", _OPTIONAL.sub("", text))
