"""The words of the command: ``messages/en.toml`` and ``es.toml``."""

from __future__ import annotations

import tomllib
from importlib import resources


class Texts:
    """The texts of one language, by table and key: ``texts("start.next", folder="x")``.

    A text with ``one`` and ``other`` follows the value ``count``.
    """

    def __init__(self, language: str) -> None:
        file = resources.files(__package__) / "messages" / f"{language}.toml"
        self._tables = tomllib.loads(file.read_text(encoding="utf-8"))
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        table, _, name = key.partition(".")
        text = self._tables[table][name]
        if isinstance(text, dict):
            text = text["one" if values.get("count") == 1 else "other"]
        return str(text).strip("\n").format_map(values)
