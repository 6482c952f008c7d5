"""What an author is told: which promise a file breaks, where, and what mends it.

Rule: a finding is data. Its words are in ``messages`` under the name of its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.errors import LessonError

SCHEMA = "coro-lessons/check/v1"
_LISTED = 3


class Told(NamedTuple):
    """A finding in words."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that is not kept.

    Attributes:
        rule: Stable name of the promise.
        line: None where the file as a whole is meant.
        facts: What the words are about; what is words itself is a table of languages.
    """

    rule: str
    file: Path
    line: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def told(self, language: str) -> Told:
        """Say what is wrong and what mends it."""
        texts = Texts(__package__, language)
        facts = {name: _shown(value, language) for name, value in self.facts.items()}
        return Told(texts(f"{self.rule}.what", **facts), texts(f"{self.rule}.mend", **facts))

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line is not None else str(self.file)

    def __str__(self) -> str:
        what, mend = self.told("en")
        return f"{self.place}: {what} -> {mend}"


def metadata_finding(error: LessonError) -> Finding:
    """What reading a TOML file found, in the words that came with it."""
    facts = {"what": error.what, "mend": error.mend}
    return Finding("metadata", error.file, error.line, facts)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by file and line, as one reads."""
    return sorted(findings, key=lambda one: (str(one.file), one.line or 0, one.rule))


def as_data(finding: Finding, root: Path) -> dict[str, Any]:
    """A finding for a program: with its words in all languages, and its path from ``root``."""
    told = {language: finding.told(language) for language in LANGUAGES}
    file = finding.file
    return {
        "rule": finding.rule,
        "file": (file.relative_to(root) if file.is_relative_to(root) else file).as_posix(),
        "line": finding.line,
        "facts": dict(finding.facts),
        "what": {language: words.what for language, words in told.items()},
        "mend": {language: words.mend for language, words in told.items()},
    }


def _shown(value: object, language: str) -> object:
    if isinstance(value, Mapping):
        return value[language]
    if isinstance(value, float):
        return f"{value:.2g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        more = len(value) - _LISTED
        shown = ", ".join(map(str, value[:_LISTED]))
        return f"{shown}, … (+{more})" if more > 0 else shown
    return value
