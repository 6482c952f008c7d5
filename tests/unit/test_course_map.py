"""The map of a course, in its readings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pytest_coro_lessons.authoring.maps import map_is_fresh, with_map
from pytest_coro_lessons.lessons import Lesson

from .courses import DRINKS, exercise

COURSE = Path(__file__).resolve().parents[2] / "exercises"
READINGS = ["README.md", "README.es.md"]


@pytest.fixture
def lessons(tmp_path: Path) -> list[Lesson]:
    """A course with one lesson, whose readings have a map of nothing."""
    for name in READINGS:
        text = "# Course\n\n<!-- map -->\n<!-- end of map -->\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [Lesson(tmp_path / "01_drinks", DRINKS, (exercise("tea", 1), exercise("coffee", 2)))]


def test_a_map_of_another_course_is_found_in_each_reading(lessons: list[Lesson]) -> None:
    findings = list(map_is_fresh(lessons))

    places = sorted((one.rule, one.file.name, one.line) for one in findings)
    assert places == [("map-stale", "README.es.md", 3), ("map-stale", "README.md", 3)]
    assert "coro-lessons check --draw" in findings[0].told("en").mend


def test_a_reading_without_a_map_is_in_order(lessons: list[Lesson], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Course\n", encoding="utf-8")
    (tmp_path / "README.es.md").unlink()

    assert list(map_is_fresh(lessons)) == []


@pytest.mark.parametrize("name", READINGS)
def test_a_map_is_drawn_from_what_is_there(name: str) -> None:
    text = (COURSE / name).read_text(encoding="utf-8")
    emptied = re.sub(r"(?<=<!-- map -->\n).*(?=<!-- end of map -->)", "", text, flags=re.DOTALL)

    assert emptied != text
    assert with_map(COURSE / name, emptied) == text
