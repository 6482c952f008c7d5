"""What the makers of each format say of it, as JSON Schemas of our own words.

Rule: written from the sources named, and not from what we write. Only Classroom 50 publishes a
schema; the rules here are those of August 2026, with the type "team" of its wiki.
"""

from __future__ import annotations

from typing import Any

_TIME = r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"
_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}

# https://github.com/foundation50/classroom50/blob/main/schemas/result-v1.schema.json
CLASSROOM50: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit",
        "release", "review", "datetime", "score", "max-score", "tests",
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        "classroom": _TEXT,
        "assignment": _TEXT,
        "assignment_type": {"enum": ["individual", "group", "team"]},
        "owner": _TEXT,
        "submission": {"type": "string", "pattern": "^submit/"},
        "commit": _TEXT,
        "release": _TEXT,
        "review": _TEXT,
        "datetime": {"type": "string", "pattern": _TIME},
        "graded_at": {"type": "string", "pattern": _TIME},
        "score": _COUNT,
        "max-score": _COUNT,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": _TEXT,
                    "passed": {"type": "boolean"},
                    "score": _COUNT,
                    "max-score": _COUNT,
                },
            },
        },
        "submitted_by": {
            "type": "object",
            "additionalProperties": False,
            "required": ["username"],
            "properties": {"username": _TEXT, "id": {"type": ["integer", "null"]}},
        },
    },
}  # fmt: skip

# https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
_SEEN = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
_FORMATTED = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
GRADESCOPE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["score"]}, {"required": ["tests"]}],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": _FORMATTED,
        "test_output_format": _FORMATTED,
        "test_name_format": _FORMATTED,
        "visibility": _SEEN,
        "stdout_visibility": _SEEN,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": _FORMATTED,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": _FORMATTED,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": _SEEN,
                    "extra_data": {"type": "object"},
                },
            },
        },
        "leaderboard": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "value"],
                "properties": {"order": {"enum": ["asc", "desc"]}},
            },
        },
    },
}

# https://github.com/exercism/docs/blob/main/building/tooling/test-runners/interface.md
EXERCISM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "status", "tests"],
    "properties": {
        "version": {"const": 3},
        "status": {"enum": ["pass", "fail", "error"]},
        "message": {"type": ["string", "null"]},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "status", "test_code"],
                "properties": {
                    "name": _TEXT,
                    "status": {"enum": ["pass", "fail", "error"]},
                    "message": {"type": ["string", "null"]},
                    "output": {"type": ["string", "null"], "maxLength": 500},
                    "test_code": _TEXT,
                    "task_id": {"type": "integer", "minimum": 1},
                },
                "if": {"properties": {"status": {"const": "pass"}}},
                "else": {"required": ["message"], "properties": {"message": _TEXT}},
            },
        },
    },
    "if": {"properties": {"status": {"const": "error"}}},
    "then": {"required": ["message"], "properties": {"message": _TEXT}},
    "else": {"properties": {"message": {"type": "null"}}},
}

# https://prairielearn.readthedocs.io/en/latest/externalGrading/#grading-results
PRAIRIELEARN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": {"type": "string"},
        "output": {"type": "string"},
        "images": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "description": {"type": "string"},
                    "points": {"type": "number"},
                    "max_points": {"type": "number"},
                    "message": {"type": "string"},
                    "output": {"type": "string"},
                    "images": {"type": "array"},
                },
            },
        },
        "format_errors": {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
            ]
        },
    },
    "if": {"properties": {"gradable": {"const": True}}},
    "then": {"required": ["score"]},
    "else": {"required": ["format_errors"]},
}

# The export plugin of nbgrader 0.9: nbgrader/plugins/export.py
NBGRADER = [
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
]  # fmt: skip

# https://github.com/pytest-dev/pytest/blob/main/testing/example_scripts/junit-10.xsd, which is the
# schema of Jenkins' xUnit plugin: attributes that must be there, and what may be inside.
JUNIT: dict[str, tuple[set[str], set[str]]] = {
    "testsuites": (set(), {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"skipped", "error", "failure", "system-out", "system-err", "properties"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "failure": (set(), set()),
    "error": (set(), set()),
    "system-out": (set(), set()),
}
