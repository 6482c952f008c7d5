"""Results as a JSON file, and the JSON Schema of that file.

Rule: whoever opens the file finds a complete one, whenever the run is cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pytest_coro_lessons.grading import SCHEMA, Results
from pytest_coro_lessons.reports._json import readable, schema_of
from pytest_coro_lessons.reports.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def results_json(results: Results) -> bytes:
    return readable(msgspec.json.encode(results))


def write_results(results: Results, file: Path) -> None:
    """Write ``file`` in one move; its folder is made if it is not there.

    Raises:
        OSError: if the folder or the file cannot be written; what was there before stays.
    """
    write_whole(file, results_json(results))


def results_schema() -> bytes:
    return schema_of(Results, SCHEMA)
