"""What authors read about their TOML files: every sentence at once in all languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.texts import Texts

Words: TypeAlias = dict[str, str]
"""A text by language."""

# msgspec's: "Expected `int` >= 1", "Expected `array` of length >= 3", "Expected `str`, got `int`".
_EXPECTED = r"Expected `(?P<wanted>[^`]+)`(?P<limits> [^,]+)?(?:, got `(?P<given>[^`]+)`)?"
_LENGTH = r" of length (?P<than>[<>]=) (?P<limit>\d+)"
_KEYS = {"object": "table", "array": "array"}


def words(key: str, **facts: object) -> Words:
    """Return the sentence with that key; a fact that is words itself is taken by language."""
    return {
        language: Texts(__package__, language)(key, **_in(language, facts))
        for language in LANGUAGES
    }


def expected(problem: str) -> Words:
    """Put what msgspec expected into an author's words."""
    found = re.fullmatch(_EXPECTED, problem)
    if found is None:
        return dict.fromkeys(LANGUAGES, problem[:1].lower() + problem[1:])
    wanted = _kind(found["wanted"], found["limits"] or "")
    if found["given"] is None:
        return words("words.expected", wanted=wanted)
    return words("words.expected_got", wanted=wanted, given=_kind(found["given"]))


def _kind(name: str, limits: str = "") -> Words | str:
    if sized := re.fullmatch(_LENGTH, limits):
        than = "least" if sized["than"] == ">=" else "most"
        return words(f"words.{name}_{than}", limit=sized["limit"])
    return words(f"words.{_KEYS[name]}") if name in _KEYS else name + limits


def _in(language: str, facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: fact[language] if isinstance(fact, Mapping) else fact for name, fact in facts.items()
    }
