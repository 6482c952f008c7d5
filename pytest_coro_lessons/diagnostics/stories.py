"""The longer story of each code: what it means, how it comes about, and a program that shows it.

Rule: the texts are in ``messages/stories.<language>.toml``; the programs, which have no language,
are in ``messages/examples.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Story:
    """One story: ``text`` is Markdown; ``bad`` shows the code, ``good`` is the same repaired."""

    title: str
    text: str
    bad: str
    good: str
    headings: tuple[str, str]
    """What stands above the two programs, in the language of the text."""

    @property
    def markdown(self) -> str:
        """The text and both programs, without the title."""
        programs = zip(self.headings, (self.bad, self.good), strict=True)
        parts = [f"## {heading}\n\n```python\n{program}\n```" for heading, program in programs]
        return "\n\n".join([self.text, *parts])


@cache
def _messages(name: str) -> dict[str, Any]:
    file = resources.files(__package__) / "messages" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def story(code: str, language: str) -> Story | None:
    """Return the story of a code, in English where there is none; None for what is no code."""
    english = _messages("stories.en")
    told = english if language == "en" else _messages(f"stories.{language}")
    if code not in english or "title" not in english[code]:
        return None
    entry = told.get(code, english[code])
    programs = _messages("examples")[code]
    return Story(
        title=entry["title"],
        text=entry["text"].strip(),
        bad=programs["bad"].strip(),
        good=programs["good"].strip(),
        headings=(told["headings"]["bad"], told["headings"]["good"]),
    )
