"""``results.json`` of an Exercism test runner, version 3.

https://github.com/exercism/docs/blob/main/building/tooling/test-runners/interface.md. It knows no
points. It is meant for one exercise; where there are more, each name begins with the exercise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.reports.formats.encoding import as_json
from pytest_coro_lessons.reports.formats.model import in_plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.grading import Status
    from pytest_coro_lessons.reports.formats.model import Check, Exercise, Report, Test

_MOST_PRINTED = 500
_TRUNCATED = "Output was truncated. Please limit to 500 chars"
_STATUSES: Mapping[Status, str] = {
    "passed": "pass",
    "failed": "fail",
    "not_started": "fail",
    "error": "error",
}


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    del environ
    done = all(exercise.status == "passed" for exercise in report.exercises)
    status, message = "pass" if done else "fail", None
    if not report.can_be_judged:
        status = "error"
        message = next((check.message for _, check in report.checks), report.headline)
    tests = [
        _test(report, exercise, test) for exercise in report.exercises for test in exercise.tests
    ]
    return {"": as_json({"version": 3, "status": status, "message": message, "tests": tests})}


def _test(report: Report, exercise: Exercise, test: Test) -> dict[str, Any]:
    check = next(check for check in exercise.checks if test in check.tests)
    found: dict[str, Any] = {
        "name": _name(report, exercise, check, test),
        "status": _STATUSES[test.status] if test.is_loaded else "error",
        "message": _message(test),
        "output": _output(test.noted.printed),
        "test_code": test.source,
    }
    if test.step is not None:
        found["task_id"] = test.step
    return found


def _name(report: Report, exercise: Exercise, check: Check, test: Test) -> str:
    name = check.title if len(check.tests) == 1 else f"{check.title}: {test.title}"
    return name if len(report.exercises) == 1 else f"{exercise.title}: {name}"


def _message(test: Test) -> str | None:
    if test.told is None:
        return None
    paragraphs = (test.told.happened, *test.told.others)
    return in_plain_text(paragraphs, test.told.place, test.noted.picture)


def _output(printed: str) -> str | None:
    if len(printed) > _MOST_PRINTED:
        kept = _MOST_PRINTED - len(_TRUNCATED) - 1
        return f"{printed[:kept]}\n{_TRUNCATED}"
    return printed or None
