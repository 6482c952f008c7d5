"""JSON Schemas of ``exercise.toml`` and ``lesson.toml``, for editors.

Made from the model, with the same names and limits. Draft 7, because the TOML plugins of editors
know no later one, and without null, which TOML does not have.
"""

from __future__ import annotations

from typing import Any

import msgspec

from pytest_coro_lessons.lessons.model import ExerciseInfo, LessonInfo

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NULL = {"type": "null"}


def exercise_schema() -> bytes:
    return _schema(ExerciseInfo, "exercise.toml")


def lesson_schema() -> bytes:
    return _schema(LessonInfo, "lesson.toml")


def _schema(kind: type[msgspec.Struct], name: str) -> bytes:
    _, found = msgspec.json.schema_components([kind], ref_template="#/definitions/{name}")
    for table in found.values():
        # What is below the first line of a docstring is for readers of the model.
        table["description"] = table["description"].partition("\n")[0]
    own = found.pop(kind.__name__)
    schema = {"$schema": _DRAFT, **own, "title": name, "definitions": found}
    encoded = msgspec.json.encode(_without_null(schema))
    return msgspec.json.format(encoded, indent=2) + b"\n"


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(one) for one in node if one != _NULL]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _without_null(value)
        for key, value in node.items()
        if not (key == "default" and value is None)
    }
    choices = kept.get("anyOf", ())
    if len(choices) == 1:
        # What may be left out is what it is when it is there.
        del kept["anyOf"]
        kept |= choices[0]
    return kept
