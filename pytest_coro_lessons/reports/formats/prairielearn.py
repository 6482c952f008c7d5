"""``results.json`` of PrairieLearn's external graders.

https://prairielearn.readthedocs.io/en/latest/externalGrading/. Answers that cannot be loaded, and
tests that cannot judge them, are "not gradable": they cost the student no attempt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.reports.formats.encoding import as_json, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.reports.formats.model import Check, Exercise, Report


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    del environ
    document: dict[str, Any] = {
        "gradable": report.can_be_judged,
        "score": report.points / report.max_points if report.max_points else 0.0,
        "message": report.headline,
        "tests": [_test(exercise, check) for exercise, check in report.checks],
    }
    if not report.can_be_judged:
        errors = dict.fromkeys(check.message for _, check in report.checks)
        document["format_errors"] = list(errors)
    return {"": as_json(document)}


def _test(exercise: Exercise, check: Check) -> dict[str, Any]:
    return {
        "name": f"{exercise.title}: {check.title}",
        "description": "\n".join(test.title for test in check.tests),
        "points": check.points,
        "max_points": check.max_points,
        "message": check.message,
        "output": shortened(check.printed),
    }
