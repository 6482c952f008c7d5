"""Readers of the formats as other programs may have them.

Rule: nothing of the package is imported; what a reader knows is what the format's makers say.
Each one gives, of what it was handed, the points and how many there could be, by what it knows.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from .format_schemas import CLASSROOM50, EXERCISM, GRADESCOPE, JUNIT, NBGRADER, PRAIRIELEARN

MOST_BYTES = 1_000_000


class Score(NamedTuple):
    """Points, of how many, and whether it is passed; None where the format does not say."""

    points: float | None
    max_points: float | None
    passed: bool | None


class Read(NamedTuple):
    """What a reader found: in all, and for each part."""

    total: Score
    parts: dict[str, Score]


def read_own(data: bytes) -> Read:
    """Read our own results; the measure of the others."""
    found = json.loads(data)
    checks = {
        f"{exercise['id']}/{check['id']}": Score(
            check["points"], check["max_points"], check["status"] == "passed"
        )
        for exercise in found["exercises"]
        for check in exercise["checks"]
    }
    passed = all(exercise["status"] == "passed" for exercise in found["exercises"])
    return Read(Score(found["score"], found["max_score"], passed), checks)


def read_gradescope(data: bytes) -> Read:
    found = _valid(data, GRADESCOPE)
    tests = found["tests"]
    assert found["score"] == sum(test["score"] for test in tests)
    parts = {
        f"{test['tags'][1]}/{test['extra_data']['check']}": Score(
            test["score"], test["max_score"], test["status"] == "passed"
        )
        for test in tests
    }
    passed = all(test["status"] == "passed" for test in tests)
    return Read(Score(found["score"], sum(test["max_score"] for test in tests), passed), parts)


def read_classroom50(data: bytes) -> Read:
    found = _valid(data, CLASSROOM50)
    tests = found["tests"]
    # What the schema cannot say, and the collector checks.
    assert found["score"] <= found["max-score"]
    assert all(test["score"] <= test["max-score"] for test in tests)
    assert found["score"] == sum(test["score"] for test in tests)
    assert found["max-score"] == sum(test["max-score"] for test in tests)
    parts = {test["id"]: Score(test["score"], test["max-score"], test["passed"]) for test in tests}
    passed = all(test["passed"] for test in tests)
    return Read(Score(found["score"], found["max-score"], passed), parts)


def read_exercism(data: bytes) -> Read:
    """Read the results of one exercise, by the numbers of its tasks."""
    found = _valid(data, EXERCISM)
    tasks: dict[str, bool] = {}
    for test in found["tests"]:
        task = str(test.get("task_id", "none"))
        tasks[task] = tasks.get(task, True) and test["status"] == "pass"
    parts = {task: Score(None, None, passed) for task, passed in tasks.items()}
    return Read(Score(None, None, found["status"] == "pass"), parts)


def read_prairielearn(data: bytes) -> Read:
    found = _valid(data, PRAIRIELEARN)
    assert len(data) <= MOST_BYTES
    tests = found["tests"]
    parts = {test["name"]: Score(test["points"], test["max_points"], None) for test in tests}
    most = sum(test["max_points"] for test in tests)
    points = round(found["score"] * most, 6) if found["gradable"] else 0
    return Read(Score(points, most, None), parts)


def read_csv(data: bytes) -> Read:
    """Read the table by its columns, as a gradebook that adds up its rows."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    assert data.decode("utf-8").splitlines()[0].split(",") == NBGRADER
    parts = {
        row["assignment"]: Score(float(row["score"]), float(row["max_score"]), None) for row in rows
    }
    assert all(
        float(row["raw_score"]) - float(row["late_submission_penalty"]) == float(row["score"])
        for row in rows
    )
    points = sum(score.points or 0 for score in parts.values())
    most = sum(score.max_points or 0 for score in parts.values())
    return Read(Score(points, most, None), parts)


def read_junit(data: bytes) -> Read:
    root = ET.fromstring(data)
    _fits(root)
    parts: dict[str, Score] = {}
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        bad = [case for case in cases if case.find("failure") is not None]
        broken = [case for case in cases if case.find("error") is not None]
        counted = [suite.get(name) for name in ("tests", "failures", "errors")]
        assert counted == [str(len(cases)), str(len(bad)), str(len(broken))]
        for case in cases:
            told = {one.get("name"): one.get("value") for one in case.iter("property")}
            passed = case not in bad + broken
            score = Score(int(told["points"] or ""), int(told["max_points"] or ""), passed)
            parts[f"{told['exercise']}/{told['check']}"] = score
    points = sum(score.points or 0 for score in parts.values())
    most = sum(score.max_points or 0 for score in parts.values())
    return Read(Score(points, most, all(score.passed for score in parts.values())), parts)


def _valid(data: bytes, schema: dict[str, Any]) -> Any:
    found = json.loads(data)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)
    return found


def _fits(element: ET.Element) -> None:
    needed, allowed = JUNIT[element.tag]
    assert needed <= {*element.keys()}, element.tag
    assert {child.tag for child in element} <= allowed, element.tag
    for child in element:
        _fits(child)
