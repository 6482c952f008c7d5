"""From data to files and strings; JSON for now."""

from pytest_coro_lessons.reports.json_file import json_schema, to_json, write_json

__all__ = ["json_schema", "to_json", "write_json"]
