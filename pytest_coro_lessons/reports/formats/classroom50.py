"""``classroom50/result/v1`` of Classroom 50, and ``release-body.md`` beside it for the student.

https://github.com/foundation50/classroom50/wiki/Advanced-Autograding. Its runner puts the
submission into the environment, and afterwards writes owner, type and times anew by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.reports.formats.encoding import as_json
from pytest_coro_lessons.reports.formats.model import FormatError
from pytest_coro_lessons.reports.mermaid import step_summary
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.reports.formats.model import Check, Exercise, Report

SCHEMA = "classroom50/result/v1"
RELEASE_BODY = "release-body.md"
_NEEDED = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    missing = missing_in(environ)
    if missing:
        texts = Texts("pytest_coro_lessons.reports", report.language)
        message = texts("formats.not_in_classroom", names=", ".join(missing))
        raise FormatError(message)
    at = report.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {
        "schema": SCHEMA,
        "classroom": environ["CLASSROOM"],
        "assignment": environ["ASSIGNMENT"],
        "assignment_type": environ.get("ASSIGNMENT_TYPE") or "individual",
        "owner": _owner(environ),
        "submission": environ["SUBMISSION_TAG"],
        "commit": environ["COMMIT_URL"],
        "release": environ["RELEASE_URL"],
        "review": environ.get("REVIEW_URL") or environ["COMMIT_URL"],
        "datetime": at,
        "graded_at": at,
        "score": report.points,
        "max-score": report.max_points,
        "tests": [_test(exercise, check) for exercise, check in report.checks],
    }
    return {"": as_json(document), RELEASE_BODY: _release_body(report)}


def missing_in(environ: Mapping[str, str]) -> list[str]:
    missing = [name for name in _NEEDED if not environ.get(name)]
    return missing if _owner(environ) else [*missing, "OWNER"]


def _owner(environ: Mapping[str, str]) -> str:
    return environ.get("OWNER") or environ.get("USERNAME") or ""


def _test(exercise: Exercise, check: Check) -> dict[str, Any]:
    return {
        "test-name": f"{exercise.title}: {check.title}",
        "passed": check.status == "passed",
        "score": check.points,
        "max-score": check.max_points,
        "id": f"{exercise.id}/{check.id}",
        "message": check.message,
    }


def _release_body(report: Report) -> bytes:
    first = report.first_to_fix
    timeline = None if first is None else first.noted.timeline
    return step_summary(report.outcomes, timeline, report.language).encode("utf-8", "replace")
