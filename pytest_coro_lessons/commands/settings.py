"""The file that pytest takes its settings from, found as pytest finds it, without pytest."""

from __future__ import annotations

import configparser
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Settings(NamedTuple):
    """pytest's settings and the file that has them."""

    file: Path
    values: Mapping[str, Any]


def pytest_settings(start: Path) -> Settings | None:
    """The nearest settings from ``start`` upwards; None if there are none.

    A file that cannot be read counts as one without settings: pytest itself says what is
    wrong with it.
    """
    for folder in (start, *start.parents):
        for name, read in _READERS:
            file = folder / name
            try:
                values = read(file) if file.is_file() else None
            except (configparser.Error, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
                continue
            if values is not None:
                return Settings(file, values)
    return None


def _from_toml(file: Path) -> Mapping[str, Any] | None:
    tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
    pytest: Mapping[str, Any] = tool.get("pytest", {})
    values: Mapping[str, Any] | None = pytest.get("ini_options", pytest or None)
    return values


def _from_ini(section: str) -> Any:
    def read(file: Path) -> Mapping[str, Any] | None:
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(file.read_text(encoding="utf-8"))
        if parser.has_section(section):
            return dict(parser[section])
        # To pytest an empty pytest.ini is one with settings all the same.
        return {} if file.name.endswith("pytest.ini") else None

    return read


_READERS = (
    ("pytest.ini", _from_ini("pytest")),
    (".pytest.ini", _from_ini("pytest")),
    ("pyproject.toml", _from_toml),
    ("tox.ini", _from_ini("pytest")),
    ("setup.cfg", _from_ini("tool:pytest")),
)
