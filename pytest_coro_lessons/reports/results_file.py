"""Results as JSON, and the JSON Schema of that file."""

from __future__ import annotations

import msgspec

from pytest_coro_lessons.grading import SCHEMA, Results
from pytest_coro_lessons.reports._json import readable, schema_of


def results_json(results: Results) -> bytes:
    return readable(msgspec.json.encode(results))


def results_schema() -> bytes:
    return schema_of(Results, SCHEMA)
