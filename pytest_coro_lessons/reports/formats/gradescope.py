"""``results.json`` of Gradescope, as its "Autograder Specifications" describe it.

Text goes out as Markdown; the score is always there, because a file without tests needs one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.reports.formats.encoding import as_json, shortened
from pytest_coro_lessons.reports.markdown import block, prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.reports.formats.model import Check, Exercise, Report


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    del environ
    document: dict[str, Any] = {
        "score": report.points,
        "output": prose(report.headline),
        "output_format": "md",
        "visibility": "visible",
        "tests": [_test(exercise, check) for exercise, check in report.checks],
        "extra_data": {"max_score": report.max_points},
    }
    if report.seconds is not None:
        document["execution_time"] = round(report.seconds, 3)
    return {"": as_json(document)}


def _test(exercise: Exercise, check: Check) -> dict[str, Any]:
    return {
        "name": f"{exercise.title}: {check.title}",
        "number": check.number,
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.status == "passed" else "failed",
        "output": _output(check),
        "output_format": "md",
        "visibility": "visible",
        "tags": [exercise.lesson, exercise.id],
        "extra_data": {
            "lesson": exercise.lesson,
            "exercise": exercise.id,
            "check": check.id,
            "status": check.status,
            "diagnostic": check.code,
        },
    }


def _output(check: Check) -> str:
    parts = [prose(part) for part in check.paragraphs]
    if check.place:
        parts.insert(1, prose(f"`{check.place}`"))
    if check.picture:
        parts.append(block(check.picture))
    if check.printed.strip():
        parts.append(block(shortened(check.printed)))
    return "\n\n".join(parts)
