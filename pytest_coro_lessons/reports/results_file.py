"""Results as a JSON file, and the JSON Schema of that file.

Rule: whoever opens the file finds a complete one, whenever the run is cut off.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from pytest_coro_lessons.grading import SCHEMA, Results
from pytest_coro_lessons.reports._json import readable, schema_of

if TYPE_CHECKING:
    from pathlib import Path


def results_json(results: Results) -> bytes:
    return readable(msgspec.json.encode(results))


def write_results(results: Results, file: Path) -> None:
    """Write ``file`` in one move; its folder is made if it is not there.

    Raises:
        OSError: if the folder or the file cannot be written; what was there before stays.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, because a move to another file system is no single step. Not with
    # tempfile, whose files only their owner can read.
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as stream:
            stream.write(results_json(results))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def results_schema() -> bytes:
    return schema_of(Results, SCHEMA)
