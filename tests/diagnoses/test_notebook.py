"""The notebook's own program of three tasks, in four ways: what it is told, and its picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import took
from pytest_coro_lessons.diagnostics import LANGUAGES, words
from pytest_coro_lessons.reports.timeline_text import render

from .grading import Run, graded

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_coro_lessons.lessons import Answer

NOTEBOOK = Path(__file__).with_name("notebook")
SAYS = {
    "one_after_another": ["CL201"],
    "at_once": [],
    "time_sleep": ["CL501", "CL101"],
    "forgotten_await": ["CL401", "CL101"],
}


async def takes_one_second(answer: Answer, run: Run) -> None:
    with took(1.0):
        await answer.run_tasks()


@pytest.mark.parametrize("name", SAYS)
def test_each_way_is_told_its_codes(name: str, capsys: Any) -> None:
    found, _ = graded(NOTEBOOK / f"{name}.py", takes_one_second)

    assert [one.code for one in found] == SAYS[name]


def test_waits_in_a_row_are_told_with_both_lines() -> None:
    (found,), _ = graded(NOTEBOOK / "one_after_another.py", takes_one_second)

    assert found.line == 12
    assert found.facts["first"] == "my_coroutine('task1', 1)"
    assert (found.facts["first_line"], found.facts["second_line"]) == (11, 12)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAYS)
def test_each_way_is_told_and_drawn_as_in_its_golden_file(
    name: str, language: str, golden: Callable[[str, str], None]
) -> None:
    file = NOTEBOOK / f"{name}.py"

    found, timeline = graded(file, takes_one_second)

    # As in a report: the picture stands in the place of the piece of timeline.
    texts = [f"{one.code}: " + "\n\n".join(words(one, language)) for one in found[:1]]
    picture = render(timeline, language=language)
    ascii_picture = render(timeline, language=language, unicode=False)
    program = file.read_text(encoding="utf-8")
    parts = [program, *texts, picture, ascii_picture]
    golden(f"notebook/{name}.{language}.txt", "\n\n".join(part.strip("\n") for part in parts))
