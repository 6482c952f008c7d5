"""An outcome as plain data on pytest's report.

Rule: nothing else of a graded test travels, so that xdist can carry it from another process and a
new process can take it over from one that ended. Words are found where the report arrives.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import Diagnostic
from ..grading import Outcome

if TYPE_CHECKING:
    import pytest

_ATTRIBUTE = "coro_lessons"


class Arrived(NamedTuple):
    """What a report says about an exercise."""

    folder: Path
    outcome: Outcome


def attach(report: pytest.TestReport, folder: Path, outcome: Outcome) -> None:
    """Put an outcome on a report."""
    data = {
        "folder": str(folder),
        "test": outcome.test,
        "status": outcome.status,
        "virtual_seconds": outcome.virtual_seconds,
        "diagnostics": [
            {"code": one.code, "facts": dict(one.facts), "file": one.file, "line": one.line}
            for one in outcome.diagnostics
        ],
    }
    setattr(report, _ATTRIBUTE, data)


def read(report: object) -> Arrived | None:
    """Return the outcome on a report, if it is one of a graded test."""
    data: dict[str, Any] | None = getattr(report, _ATTRIBUTE, None)
    if data is None:
        return None
    diagnostics = tuple(Diagnostic(**one) for one in data["diagnostics"])
    outcome = Outcome(data["test"], data["status"], diagnostics, data["virtual_seconds"])
    return Arrived(Path(data["folder"]), outcome)
