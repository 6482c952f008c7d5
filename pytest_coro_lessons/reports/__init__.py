"""From data to files and strings; JSON for now."""

from pytest_coro_lessons.reports.course import course_json, course_schema
from pytest_coro_lessons.reports.results_file import results_json, results_schema

__all__ = ["course_json", "course_schema", "results_json", "results_schema"]
