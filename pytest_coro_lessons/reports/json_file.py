"""Results as a JSON file, and the JSON Schema of that file.

Rule: whoever opens the file finds a complete one, whenever the run is cut off.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from pytest_coro_lessons.grading import SCHEMA, Results

if TYPE_CHECKING:
    from pathlib import Path


def to_json(results: Results) -> bytes:
    return _readable(msgspec.json.encode(results))


def write_json(results: Results, file: Path) -> None:
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
            stream.write(to_json(results))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def json_schema() -> bytes:
    """Make the JSON Schema of the results file from the structs that it is written from."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Results),
    }
    return _readable(msgspec.json.encode(schema))


def _readable(json: bytes) -> bytes:
    return msgspec.json.format(json, indent=2) + b"\n"
