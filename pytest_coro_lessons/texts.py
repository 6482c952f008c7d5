"""Words that a learner reads, from a package's ``messages/en.toml`` and ``es.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


@cache
def _tables(package: str, language: str) -> dict[str, Any]:
    # Not by importlib.resources: its import takes longer than the reading.
    folder = Path(import_module(package).__path__[0])
    file = folder / "messages" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Texts:
    """The texts of one package in one language, by table and key: ``texts("start.next", to="x")``.

    A text with ``one`` and ``other`` follows the value ``count``.
    """

    def __init__(self, package: str, language: str) -> None:
        self._tables = _tables(package, language)
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        table, _, name = key.partition(".")
        text = self._tables[table][name]
        if isinstance(text, dict):
            text = text["one" if values.get("count") == 1 else "other"]
        return str(text).strip("\n").format_map(values)
