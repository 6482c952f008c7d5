"""The words of the reports: alike in both languages."""

from __future__ import annotations

import string
import tomllib
from importlib import resources
from typing import Any

import pytest


def texts(language: str) -> dict[str, str]:
    """Every text under a dotted key such as ``timeline.blocked.one``."""
    file = resources.files("pytest_coro_lessons.reports") / "messages" / f"{language}.toml"
    tables: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    flat: dict[str, str] = {}
    for table, entries in tables.items():
        for name, text in entries.items():
            forms = text if isinstance(text, dict) else {"": text}
            flat |= {f"{table}.{name}.{form}".rstrip("."): words for form, words in forms.items()}
    return flat


EN, ES = texts("en"), texts("es")


def values_of(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_texts_and_plurals() -> None:
    assert EN.keys() == ES.keys()


@pytest.mark.parametrize("key", EN)
def test_both_languages_show_the_same_values(key: str) -> None:
    assert values_of(EN[key]) == values_of(ES[key])


@pytest.mark.parametrize("key", EN)
def test_no_text_ends_with_a_space(key: str) -> None:
    assert (EN[key], ES[key]) == (EN[key].rstrip(), ES[key].rstrip())
