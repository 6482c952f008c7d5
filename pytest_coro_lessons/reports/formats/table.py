"""A table with the columns that nbgrader exports, one row for each exercise."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.reports.formats.model import Report

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    del environ
    table = StringIO(newline="")
    rows = csv.DictWriter(table, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for exercise in report.exercises:
        rows.writerow(
            {
                "assignment": exercise.id,
                "timestamp": report.at.strftime("%Y-%m-%d %H:%M:%S"),
                "student_id": report.student,
                "raw_score": exercise.points,
                "late_submission_penalty": 0,
                "score": exercise.points,
                "max_score": exercise.max_points,
            }
        )
    return {"": table.getvalue().encode("utf-8", "replace")}
