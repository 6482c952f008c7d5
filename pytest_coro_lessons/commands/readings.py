"""The readings of a handout: no links to what is not in it, and one language first.

A reader, and GitHub, opens the file called README.md. With Spanish first, that is the Spanish one,
and the English one is README.en.md; every command finds both.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_README = re.compile(r"\bREADME(?P<language>\.es)?\.md\b")
_LISTED = re.compile(r"^\s*(?:[-*|]|\d+\.)")


@dataclass(frozen=True, slots=True)
class Readings:
    """Edits one Markdown file after another.

    Attributes:
        there: The files of the handout before any is renamed.
        left_out: Path and id of the exercises that are not in it.
        instead: The one to name where a reading names one of those as an example.
        first: The language of README.md; None leaves the files as they are.
    """

    there: frozenset[str]
    left_out: tuple[tuple[Path, str], ...]
    instead: tuple[Path, str]
    first: str | None

    def edited(self, path: Path, content: bytes) -> tuple[Path, bytes]:
        """Return a file's path and content as they are in the handout."""
        text = content.decode("utf-8").replace("\r\n", "\n")
        if self.left_out:
            text = "\n".join(self._lines(path, text))
            text = self._with_examples(text)
        if self.first not in (None, "en"):
            path = path.with_name(_README.sub(_renamed, path.name))
            text = _README.sub(_renamed, text)
        return path, text.encode("utf-8")

    def _lines(self, path: Path, text: str) -> Iterator[str]:
        begun = ""
        for line in text.split("\n"):
            links = [*_LINK.finditer(line)]
            dead = [link for link in links if not self._is_there(path, link["target"])]
            if dead and _LISTED.match(line):
                # The first cell of a table's row may name the lesson for the rows below it.
                first = line.split("|")[1].strip() if line.startswith("|") else ""
                is_dead = any(link[0] in first for link in dead)
                begun = "" if is_dead else (first or begun)
                continue
            if begun and line.startswith("| |"):
                line = f"| {begun} |{line[3:]}"
            begun = ""
            for link in dead:
                line = line.replace(link[0], link["words"])
            yield line

    def _is_there(self, path: Path, target: str) -> bool:
        if "://" in target or target.startswith(("#", "mailto:")):
            return True
        joined = posixpath.join(path.parent.as_posix(), target.partition("#")[0])
        where = posixpath.normpath(joined)
        return where in self.there or any(name.startswith(f"{where}/") for name in self.there)

    def _with_examples(self, text: str) -> str:
        path, id_ = self.instead
        for other_path, other_id in self.left_out:
            text = text.replace(other_path.as_posix(), path.as_posix())
            text = re.sub(rf"(coro-lessons \w+ ){re.escape(other_id)}\b", rf"\g<1>{id_}", text)
        return text


def _renamed(name: re.Match[str]) -> str:
    return "README.md" if name["language"] else "README.en.md"
