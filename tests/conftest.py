"""Fixtures for all tests of the project.

Rule: warnings are errors here and not in ``pytest exercises``, which reads the same
``pyproject.toml`` but does not load this file.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"

_DURATION = re.compile(r"\b\d+\.\d\ds\b")
_ADDRESS = re.compile(r"\b0x[0-9a-f]+\b")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def pytest_addoption(parser: pytest.Parser) -> None:
    help_text = "write tests/golden/ anew from what the tests see"
    parser.addoption("--update-goldens", action="store_true", help=help_text)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("filterwarnings", "error")


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str, str], None]:
    """Compare a whole text with the file of that name in ``tests/golden/``."""
    update = request.config.getoption("--update-goldens", default=False)

    def compare(name: str, text: str) -> None:
        __tracebackhide__ = True
        file = GOLDEN / name
        seen = normalised(text, tmp_path)
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(seen, encoding="utf-8", newline="\n")
        expected = file.read_text(encoding="utf-8") if file.is_file() else ""
        if seen != expected:
            lines = difflib.unified_diff(
                expected.splitlines(), seen.splitlines(), f"golden/{name}", "seen", lineterm=""
            )
            difference = "\n".join(lines)
            pytest.fail(
                f"{difference}\n\nIf this is as it should be: pytest tests --update-goldens"
            )

    return compare


def normalised(text: str, tmp_path: Path) -> str:
    """Take out what differs from run to run: folders, durations, addresses, colours."""
    text = _COLOUR.sub("", text).replace("\r\n", "\n")
    for folder, name in ((tmp_path, "<tmp>"), (ROOT, "<root>"), (Path.home(), "<home>")):
        text = text.replace(str(folder), name).replace(folder.as_posix(), name)
    text = _ADDRESS.sub("0x...", _DURATION.sub("<time>", text))
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines).rstrip("\n") + "\n"
