"""An outcome as plain data on pytest's report.

Rule: nothing else of a graded test travels, so that xdist can carry it from another process and a
new process can take it over from one that ended. Words are found where the report arrives.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..diagnostics import Diagnostic
from ..grading import Outcome
from . import TIMELINE

if TYPE_CHECKING:
    import pytest

    from ..grading import Status
    from ..timeline import Timeline
    from .run import GradedRun

    Properties: TypeAlias = list[tuple[str, object]]

_ATTRIBUTE = "coro_lessons"


class Arrived(NamedTuple):
    """What a report says about an exercise."""

    folder: Path
    outcome: Outcome
    timeline: Timeline | None


def attach(
    report: pytest.TestReport, folder: Path, outcome: Outcome, timeline: Timeline | None
) -> None:
    """Put an outcome on a report, and what led to it."""
    data = {
        "timeline": timeline.to_json() if timeline is not None and timeline.spans else None,
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
    return Arrived(Path(data["folder"]), outcome, _timeline_of(data.get("timeline")))


def _timeline_of(data: Any) -> Timeline | None:
    if data is None:
        return None
    from ..timeline import Timeline

    return Timeline.from_json(data)


def attach_timeline(report: pytest.TestReport, timeline: Timeline) -> None:
    """Put what was recorded on the report of a test that belongs to no exercise."""
    setattr(report, TIMELINE, timeline.to_json())


def timeline_of(report: object) -> Timeline | None:
    """Return what was recorded of a test that belongs to no exercise."""
    return _timeline_of(getattr(report, TIMELINE, None))


def properties(run: GradedRun, status: Status, leading: Diagnostic | None) -> Properties:
    """Return what JUnit and others show beside a test."""
    found: Properties = [
        ("lesson", run.exercise.lesson.id),
        ("exercise", run.exercise.id),
        ("status", status),
    ]
    function = run.item.name.partition("[")[0]
    for step in run.exercise.info.steps:
        if function in step.tests:
            # Given once, when all tests of the step pass.
            found += [("step", step.id), ("step_points", step.points)]
    if run.seconds is not None:
        found.append(("virtual_seconds", run.seconds))
    if leading is not None:
        found.append(("diagnostic", leading.code))
    return found
