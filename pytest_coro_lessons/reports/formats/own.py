"""Our own results, ``coro-lessons/results/v1``, which are the same in all languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_coro_lessons.grading import results
from pytest_coro_lessons.reports.results_file import results_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_coro_lessons.reports.formats.model import Report


def files_of(report: Report, environ: Mapping[str, str]) -> Mapping[str, bytes]:
    del environ
    return {"": results_json(results(report.outcomes, report.root))}
