"""From a TOML file to a struct, with errors that say what to mend."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons._words import Words, expected, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

T = TypeVar("T", bound=msgspec.Struct)

# None of these is compiled before a file turns out to be wrong.
# msgspec's message: "Expected `int`, got `str` - at `$.steps[0].points`"; the place is left
# out when it is the whole file.
_PLACE = r"(?s)^(?P<what>.*?)(?: - at `\$(?P<place>.*)`)?$"
_UNKNOWN = r"unknown field `(?P<key>[^`]+)`"
_MISSING = r"missing required field `(?P<key>[^`]+)`"
_PART = r"\.(?P<key>\w+)|\[(?P<index>\d+)\]"
_HEADER = r"\[(?P<many>\[)?\s*(?P<name>\w+)(?:\.(?P<inner>\w+))?\s*\]"
_KEY = r"(?P<name>\w+)\s*="
_LONGEST_VALUE = 60
_TEXTS = '{ en = "...", es = "..." }'
# Of these keys, messages have the examples; of these kinds of text, what they look like.
_TABLES = ("steps", "hints", "wrong_answers", "intended")
_DESCRIBED = ("slug", "test", "code", "link")
_EXAMPLES = {
    "id": 'id = "make-tea"',
    "title": f"title = {_TEXTS}",
    "concepts": 'concepts = ["task"]',
    "requires": 'requires = ["make-tea"]',
    "docs": 'docs = ["https://..."]',
    "files": 'files = ["program.py"]',
    "tests": 'tests = ["test_..."]',
    "points": "points = 5",
    "explore": "explore = { schedules = 40 }",
    "schedules": "schedules = 40",
    "sweep": 'sweep = "cancel"',
    "bound": "bound = 2",
    "cap": "cap = 30",
    "belief": f"belief = {_TEXTS}",
    "fails": 'fails = ["test_..."]',
    "says": 'says = "CL201"',
    "bars": 'bars = [{ name = "...", start = 0.0, end = 1.0 }]',
    "start": "start = 0.0",
    "end": "end = 1.0",
    "outcome": 'outcome = "cancelled"',
}


def read(file: Path, kind: type[T]) -> T:
    """Read ``file`` as ``kind``.

    Raises:
        LessonError: if the file cannot be read, is not TOML, or does not fit ``kind``.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise mistake(file, "unreadable", None, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise mistake(file, "not-utf8", None, byte=error.start) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else None
        raise mistake(file, "not-toml", line, message=error) from error
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise _misfit(file, text, data, kind, str(error)) from error


def mistake(file: Path, rule: str, line: int | None, **facts: object) -> LessonError:
    """Make the error for a rule of ``messages``."""
    return LessonError(file, words(f"{rule}.what", **facts), words(f"{rule}.mend", **facts), line)


def misfit(
    data: Any, kind: type[msgspec.Struct], error: msgspec.ValidationError, whole: str
) -> str:
    """Say in one line of English what does not fit; ``whole`` is what to call the data itself."""
    rule, _, facts = _found(data, kind, str(error), whole)
    return words(f"{rule}.what", **facts)["en"]


def _misfit(
    file: Path, text: str, data: dict[str, Any], kind: type[msgspec.Struct], message: str
) -> LessonError:
    rule, path, facts = _found(data, kind, message, words("words.file"))
    # What the whole file lacks is added at its top.
    return mistake(file, rule, line_of(text, path) if path else 1, **facts)


def _found(
    data: Any, kind: type[msgspec.Struct], message: str, whole: Words | str
) -> tuple[str, list[str | int], dict[str, object]]:
    """The rule that is broken, where, and the facts for its words."""
    found = re.match(_PLACE, message)
    assert found is not None, "unreachable because every text matches"
    problem, place = found["what"], found["place"] or ""
    path = [part["key"] or int(part["index"]) for part in re.finditer(_PART, place)]
    name = place.removeprefix(".") or whole
    if unknown := re.search(_UNKNOWN, problem):
        facts = {"name": name, "which": repr(unknown["key"]), "keys": _keys(kind, path)}
        return "unknown-key", [*path, unknown["key"]], facts
    if missing := re.search(_MISSING, problem):
        key = missing["key"]
        return "missing-key", path, {"name": name, "which": repr(key), "example": _example(key)}
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    return (
        "misfit",
        path,
        {
            "name": name,
            "value": _shown(_value(data, path)),
            "expected": _expected(problem, kind, path),
            "example": _example(key),
        },
    )


def _value(data: Any, path: list[str | int]) -> Any:
    for part in path:
        data = data[part]
    return data


def _shown(value: object) -> str:
    text = repr(value)
    half = _LONGEST_VALUE // 2
    return text if len(text) <= _LONGEST_VALUE else f"{text[:half]} ... {text[-half:]}"


def _expected(problem: str, kind: type[msgspec.Struct], path: list[str | int]) -> Words:
    """What is allowed there, in an author's words if the model has some."""
    if "matching regex" in problem:
        return words("words.pattern", description=_description(kind, path))
    if "enum value" in problem:
        choices = ", ".join(map(repr, _choices(_node(kind, path))))
        return words("words.one_of", values=choices)
    return expected(problem)


def _description(kind: type[msgspec.Struct], path: list[str | int]) -> Words:
    node = _node(kind, path)
    assert isinstance(node, msgspec.inspect.Metadata), "unreachable: patterns have a description"
    told = (node.extra_json_schema or {})["description"]
    every = (words(f"descriptions.{name}") for name in _DESCRIBED)
    return next(one for one in every if one["en"] == told)


def _choices(node: Any) -> Sequence[object]:
    kinds = (node, *getattr(node, "types", ()))
    return next(one.values for one in kinds if isinstance(one, msgspec.inspect.LiteralType))


def _keys(kind: type[msgspec.Struct], path: list[str | int]) -> Words:
    """The keys allowed in the table at ``path``."""
    names = [repr(field.encode_name) for field in _table(_node(kind, path)).fields]
    return words("words.or", first=", ".join(names[:-1]), last=names[-1])


def _node(kind: type[msgspec.Struct], path: list[str | int]) -> Any:
    """What the model says of the value at ``path``."""
    node: Any = msgspec.inspect.type_info(kind)
    for part in path:
        if isinstance(part, str):
            node = next(one.type for one in _table(node).fields if one.encode_name == part)
        else:
            node = _without_metadata(node).item_type
    return node


def _table(node: Any) -> Any:
    """The table among what a value may be."""
    node = _without_metadata(node)
    return next((one for one in getattr(node, "types", ()) if hasattr(one, "fields")), node)


def _without_metadata(node: Any) -> Any:
    return node.type if isinstance(node, msgspec.inspect.Metadata) else node


def _example(key: str) -> Words | str:
    if key in _TABLES:
        return words(f"examples.{key}")
    return _EXAMPLES.get(key, f'{key} = "..."')


def line_in(file: Path, path: Sequence[str | int]) -> int | None:
    """The line of the key or table at ``path`` in a file that was read before."""
    return line_of(file.read_text(encoding="utf-8"), path)


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line of the key or table at ``path``; for a part of a value, the value's line.

    tomllib keeps no lines. This knows the layout of our files: tables with headers of one
    name, or of two for a table in the last one of a list, and keys without dots.
    """
    wanted = list(path)
    table: list[str | int] = []
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(_HEADER, line):
            name = header["name"]
            if header["inner"] is not None:
                table = here = [name, seen[name] - 1, header["inner"]]
                continue
            table = [name, seen[name]] if header["many"] else [name]
            seen[name] += 1
            here = table
        elif key := re.match(_KEY, line):
            here = [*table, key["name"]]
        else:
            continue
        # A list of tables that nobody asked for begins with the header of the first one.
        is_list = bool(wanted) and here is table and here[:-1] == wanted
        if is_list or (here == wanted[: len(here)] and (len(here) > len(table) or here == wanted)):
            return number
    return None
