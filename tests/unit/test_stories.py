"""The longer story of every code, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.diagnostics.catalogue import catalogue
from pytest_coro_lessons.diagnostics.stories import Story, story

from .test_messages import BANNED

CODES = list(catalogue("en"))
CODE_SPAN = re.compile(r"`[^`]+`")


def told(code: str, language: str) -> Story:
    found = story(code, language)
    assert found is not None, code
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_story_has_80_to_160_words(code: str, language: str) -> None:
    assert 80 <= len(told(code, language).text.split()) <= 160


@pytest.mark.parametrize("code", CODES)
def test_both_languages_tell_the_same_in_as_many_paragraphs(code: str) -> None:
    english, spanish = told(code, "en"), told(code, "es")

    assert english.text.count("\n\n") == spanish.text.count("\n\n")
    assert english.text != spanish.text
    assert english.title != spanish.title
    assert (english.bad, english.good) == (spanish.bad, spanish.good)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_story_does_not_scold(code: str, language: str) -> None:
    text = told(code, language).text
    words = re.findall(r"\w+", CODE_SPAN.sub("", text).lower())

    assert BANNED & set(words) == set()
    assert "!" not in CODE_SPAN.sub("", text)
    assert text.count("`") % 2 == 0


@pytest.mark.parametrize("code", CODES)
def test_a_program_is_short_enough_to_be_read_in_a_terminal(code: str) -> None:
    programs = [told(code, "en").bad, told(code, "en").good]

    assert max(len(program.splitlines()) for program in programs) <= 24
    assert max(len(line) for program in programs for line in program.splitlines()) <= 100


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ("A program that shows it", "The same program, repaired")),
        ("es", ("Un programa que lo muestra", "El mismo programa, arreglado")),
    ],
)
def test_a_story_as_markdown_has_both_programs(language: str, headings: Any) -> None:
    found = told("CL401", language)

    assert found.headings == headings
    assert found.markdown == (
        f"{found.text}\n\n"
        f"## {headings[0]}\n\n```python\n{found.bad}\n```\n\n"
        f"## {headings[1]}\n\n```python\n{found.good}\n```"
    )


@pytest.mark.parametrize("code", ["CL000", "headings", "", "cl401"])
def test_what_is_no_code_has_no_story(code: str) -> None:
    assert story(code, "en") is None
