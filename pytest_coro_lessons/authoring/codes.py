"""Promises about the codes that an exercise speaks of: each has words in all languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import in_info, line_at, text_of
from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.diagnostics.catalogue import catalogue, fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_coro_lessons.lessons import Exercise

_CODE = re.compile(r"\bCL[1-9]\d\d\b")


def declared_codes_have_words(exercise: Exercise) -> Iterator[Finding]:
    for number, answer in enumerate(exercise.info.wrong_answers):
        for language in lacking(answer.says):
            facts = {"code": answer.says, "language": language}
            yield in_info("code-unknown", exercise, "wrong_answers", number, "says", **facts)
        for key in differing(answer.says):
            facts = {"code": answer.says, "key": key}
            yield in_info("code-differs", exercise, "wrong_answers", number, "says", **facts)


def codes_in_texts_have_words(exercise: Exercise) -> Iterator[Finding]:
    for name in ("README.md", "README.es.md"):
        file = exercise.folder / name
        text = text_of(file)
        for found in _CODE.finditer(text):
            for language in lacking(found[0]):
                facts = {"code": found[0], "language": language}
                yield Finding("code-unknown", file, line_at(text, found.start()), facts)


def lacking(code: str) -> list[str]:
    """The languages in which there are no words for a code."""
    return [language for language in LANGUAGES if code not in catalogue(language)]


def differing(code: str) -> list[str]:
    """The texts of a code that do not show the same facts in all languages, or are in one only."""
    first, *others = [dict(_walk("", catalogue(one).get(code, {}))) for one in LANGUAGES]
    return sorted(
        {
            key
            for other in others
            if first and other
            for key in first.keys() | other.keys()
            if first.get(key) != other.get(key)
        }
    )


def _walk(key: str, value: str | Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    if isinstance(value, str):
        yield key, fields(value)
        return
    for name, inner in value.items():
        yield from _walk(f"{key}.{name}".lstrip("."), inner)


PROMISES = (declared_codes_have_words, codes_in_texts_have_words)
