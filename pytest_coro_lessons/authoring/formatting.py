"""The promise that answers are formatted, by ruff where there is one.

A formatter of our own would be another opinion, and one that comes with the package a burden for
every learner. Without ruff nothing is found, and `check` says that nothing was looked for.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The course's own; what a project's settings say goes before.
_LINE_LENGTH = "100"
_FILE = re.compile(r"^--- (?P<name>.+)$")
_PLACE = re.compile(r"^@@ -(?P<line>\d+)")
_AT_ONCE = 200


def formatter() -> str | None:
    """The ruff beside this Python, or else the one a shell finds."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("ruff", path=beside) or shutil.which("ruff")


def unformatted(folders: Sequence[Path], ruff: str) -> Iterator[Finding]:
    """The Python files in these folders that are not formatted, each at the first line."""
    files = [file for folder in folders for file in sorted(folder.rglob("*.py"))]
    for first in range(0, len(files), _AT_ONCE):
        some = files[first : first + _AT_ONCE]
        own = [] if _has_settings(some[0].parent) else ["--line-length", _LINE_LENGTH]
        command = [ruff, "format", "--diff", "--no-cache", "--quiet", *own, *map(str, some)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        yield from _read(run.stdout)


def _read(diff: str) -> Iterator[Finding]:
    """Read the first place of each file from the differences."""
    file: Path | None = None
    line: int | None = None
    for text in diff.splitlines():
        if found := _FILE.match(text):
            file, line = Path(found["name"]), None
        elif file is not None and line is None and (place := _PLACE.match(text)):
            line = int(place["line"])
        elif file is not None and line is not None and text[:1] in ("-", "+"):
            if not text.startswith("+++"):
                yield Finding("unformatted", file, line, {"name": file.name})
                file = None
        elif line is not None:
            line += 1


def _has_settings(folder: Path) -> bool:
    for parent in (folder, *folder.parents):
        if any((parent / name).is_file() for name in ("ruff.toml", ".ruff.toml")):
            return True
        project = parent / "pyproject.toml"
        if project.is_file():
            try:
                tools = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {})
            except (tomllib.TOMLDecodeError, UnicodeDecodeError):
                continue  # ruff itself says what is wrong with it
            if "ruff" in tools:
                return True
    return False
