"""Print what learners read first about each wrong answer, in both languages, as a Markdown table.

    python tests/lessons/told.py [FOLDER] [--full]

For a review by people: does it follow from what was seen, and does it point at the belief's error?
With --full, the whole first part and the second, which says why, instead of the first sentence.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.answers import Handed, handed_in
from pytest_coro_lessons.authoring.checking import grade_answers
from pytest_coro_lessons.diagnostics import words
from pytest_coro_lessons.lessons import find_lessons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.authoring.runs import Found

PROCESSES = 2
_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-ZÁÉÍÓÚÑ¿«`'\"(])")


def main(folder: str = "exercises", *options: str) -> None:
    lessons = find_lessons(Path(folder).resolve())
    wrong = [
        answer
        for lesson in lessons
        for exercise in lesson.exercises
        for answer in handed_in(exercise)
        if answer.wrong is not None
    ]
    found = {answer.file: one for answer, one in grade_answers(wrong, PROCESSES)}
    rows = (row for answer in wrong for row in _rows(answer, found[answer.file], options))
    print("| exercise | wrong answer | belief | code | what is read first |")  # noqa: T201
    print("|---|---|---|---|---|")  # noqa: T201
    print(*rows, sep="\n")  # noqa: T201


def _rows(answer: Handed, found: Found, options: tuple[str, ...]) -> Iterator[str]:
    """A row for each language; the second one leaves out what it has in common with the first."""
    assert answer.wrong is not None
    name = answer.file.stem.removeprefix("wrong_")
    code = found.codes[0] if found.codes else "-"
    common = [answer.exercise.id, f"`{name}`"]
    for language, belief in (("en", answer.wrong.belief.en), ("es", answer.wrong.belief.es)):
        cells = [*common, belief, code, _first(found, language, full="--full" in options)]
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
        common = ["", ""]
        code = ""


def _first(found: Found, language: str, *, full: bool) -> str:
    if not found.diagnostics:
        return f"({found.ended or found.status})"
    told = words(found.diagnostics[0], language)
    if full:
        return f"{told.happened} / {told.why}"
    return _END_OF_SENTENCE.split(told.happened, maxsplit=1)[0]


if __name__ == "__main__":
    main(*sys.argv[1:])
