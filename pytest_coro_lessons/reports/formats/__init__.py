"""Results in the forms that other programs read: those of graders, gradebooks and CI.

Rule: each format is made from the same :class:`Report`, and from nothing else but what the system
that asked for it has put into the environment.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pytest_coro_lessons.reports.files import write_whole
from pytest_coro_lessons.reports.formats.making import make_report
from pytest_coro_lessons.reports.formats.model import FormatError, Noted, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType
    from typing import TypeAlias

    Files: TypeAlias = Mapping[str, bytes]
    """The contents by name; an empty name is the file that was asked for."""

__all__ = [
    "FORMATS",
    "FormatError",
    "Noted",
    "Report",
    "files_of",
    "make_report",
    "missing_in",
    "write_report",
]

# The module of each, with a function `files_of`; loaded when the format is asked for.
FORMATS: Mapping[str, str] = {
    "json": "own",
    "junit": "junit",
    "gradescope": "gradescope",
    "classroom50": "classroom50",
    "exercism": "exercism",
    "prairielearn": "prairielearn",
    "csv": "table",
}


def files_of(name: str, report: Report, environ: Mapping[str, str]) -> Files:
    """Return what the format consists of: the file that was asked for, and those beside it.

    Raises:
        FormatError: if the environment lacks what the format needs.
    """
    make: Callable[[Report, Mapping[str, str]], Files] = _module(name).files_of
    return make(report, environ)


def missing_in(name: str, environ: Mapping[str, str]) -> Sequence[str]:
    """Return the variables that the format needs and the environment lacks."""
    module = _module(name)
    missing: Sequence[str] = module.missing_in(environ) if hasattr(module, "missing_in") else ()
    return missing


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{FORMATS[name]}")


def write_report(name: str, report: Report, file: Path, environ: Mapping[str, str]) -> None:
    """Write a report to a file, each file of the format in one move.

    Raises:
        FormatError: if the environment lacks what the format needs.
        OSError: if a file cannot be written.
    """
    for beside, content in files_of(name, report, environ).items():
        write_whole(file.with_name(beside) if beside else file, content)
