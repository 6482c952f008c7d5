"""The promise that no translation is older than its source.

Git knows: where a commit changed the English prose after the last one that touched the Spanish,
the Spanish is older. Code blocks do not count, for they are compared by themselves; nor does what
is touched in the working tree, which is newer than any commit. A shallow clone knows less, and
finds less.

Without git it is the files' times, if they are minutes apart: a copy, an archive or a checkout
writes all files at about the same time, in any order.

Where a change needs no translation, the translation says so: ``<!-- as README.md 1a2b3c4d -->``
names the text that it is a translation of.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from itertools import zip_longest
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.markdown import prose
from pytest_coro_lessons.authoring.places import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SOURCE, _TRANSLATION = "README.md", "README.es.md"
_CONFIRMED = re.compile(r"<!-- as README\.md (?P<mark>[0-9a-f]{8}) -->")
_MINUTES_APART = 120.0  # seconds


def translation_is_as_new_as_its_source(folder: Path) -> Iterator[Finding]:
    source, translation = folder / _SOURCE, folder / _TRANSLATION
    if not (source.is_file() and translation.is_file()):
        return
    mark = mark_of(text_of(source))
    confirmed = _CONFIRMED.search(text_of(translation))
    if confirmed is not None and confirmed["mark"] == mark:
        return
    known, line = _changed_by_git(folder)
    if not known and source.stat().st_mtime - translation.stat().st_mtime > _MINUTES_APART:
        line = 1
    if line is not None:
        yield Finding("translation-older", translation, None, {"at": line, "mark": mark})


def mark_of(text: str) -> str:
    """What stands for the prose of a reading."""
    lines = "\n".join(line for _, line in _lines(text))
    return hashlib.sha256(lines.encode()).hexdigest()[:8]


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines of the prose that are not empty, with their numbers."""
    return [(number, line) for number, line in enumerate(prose(text), 1) if line]


def _changed_by_git(folder: Path) -> tuple[bool, int | None]:
    """Whether git knows, and the line of the source that changed after the translation did."""
    status = _git(folder, "status", "--porcelain", "--", _TRANSLATION)
    if status is None:
        return False, None
    commit = _git(folder, "log", "-1", "--format=%H", "--", _TRANSLATION)
    if status.strip() or not commit:
        # Touched since the last commit, or ignored by git: nothing is newer.
        return bool(status.strip()), None
    then = _git(folder, "show", f"{commit.strip()}:./{_SOURCE}")
    if then is None:
        return True, None
    before, now = _lines(then), _lines(text_of(folder / _SOURCE))
    pairs = zip_longest(before, now, fillvalue=(now[-1][0] if now else 1, ""))
    return True, next((two[0] for one, two in pairs if one[1] != two[1]), None)


def _git(folder: Path, *words: str) -> str | None:
    """What git prints; None if there is no git, no repository, or no such thing in it."""
    try:
        run = subprocess.run(
            ["git", "--no-optional-locks", *words],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None


OF_FOLDERS = (translation_is_as_new_as_its_source,)
