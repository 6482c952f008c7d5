"""Promises about hints: in both languages, of readable length, kind, and not the solution."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.places import in_info, line_at, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.authoring.findings import Finding
    from pytest_coro_lessons.lessons import Exercise

LONGEST = 160  # words
SHORTEST = 6
# Words that make a reader who does not find it easy feel small.
BELITTLING = re.compile(
    r"\b(just|simply|obviously|easy|easily|trivial|simplemente|obviamente|fácil)\b", re.IGNORECASE
)
# Shorter lines, such as `try:`, are in every program.
_LONG_LINE = 20


def hints_are_of_readable_length(exercise: Exercise) -> Iterator[Finding]:
    bounds = {"shortest": SHORTEST, "longest": LONGEST}
    for number, language, text in _hints(exercise):
        words = len(text.split())
        if not SHORTEST <= words <= LONGEST:
            facts = {"number": number + 1, "words": words, **bounds}
            yield in_info("hint-length", exercise, "hints", number, language, **facts)


def hints_are_translated(exercise: Exercise) -> Iterator[Finding]:
    for number, hint in enumerate(exercise.info.hints):
        if hint.en.strip() == hint.es.strip():
            facts = {"number": number + 1}
            yield in_info("hint-untranslated", exercise, "hints", number, "es", **facts)


def hints_belittle_nobody(exercise: Exercise) -> Iterator[Finding]:
    for number, language, text in _hints(exercise):
        if found := BELITTLING.search(text):
            facts = {"number": number + 1, "word": found[0]}
            yield in_info("hint-belittles", exercise, "hints", number, language, **facts)


def hints_keep_the_solution_to_themselves(exercise: Exercise) -> Iterator[Finding]:
    """Yield a finding for each line of the solution that a hint shows and the stub does not."""
    stub = _long_lines(text_of(exercise.answer_file))
    secret = _long_lines(text_of(exercise.folder / "reference" / "solution.py")) - stub
    for number, language, text in _hints(exercise):
        for line in sorted(_long_lines(text) & secret):
            found = in_info("hint-leaks", exercise, "hints", number, language)
            yield _moved_to(found, line, number + 1)


def _moved_to(found: Finding, line: str, number: int) -> Finding:
    """The finding at the line itself, which is somewhere below the key of the hint."""
    text = text_of(found.file)
    start = sum(map(len, text.splitlines(keepends=True)[: (found.line or 1) - 1]))
    at = text.find(line, start)
    place = line_at(text, at) if at >= 0 else found.line
    return type(found)(found.rule, found.file, place, {"number": number, "line": line})


def _hints(exercise: Exercise) -> Iterator[tuple[int, str, str]]:
    for number, hint in enumerate(exercise.info.hints):
        yield number, "en", hint.en
        yield number, "es", hint.es


def _long_lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line.strip()) > _LONG_LINE}


PROMISES = (
    hints_are_of_readable_length,
    hints_are_translated,
    hints_belittle_nobody,
    hints_keep_the_solution_to_themselves,
)
