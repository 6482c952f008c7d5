"""Exercises made by hand, for tests of what is said about them."""

from __future__ import annotations

from pathlib import Path

from pytest_coro_lessons.lessons import Exercise, ExerciseInfo, LessonInfo, Step, Text

ROOT = Path("/course")
DRINKS = LessonInfo(id="drinks", title=Text(en="Drinks", es="Bebidas"))


def exercise(id: str, number: int, lesson: LessonInfo = DRINKS, **values: object) -> Exercise:  # noqa: A002
    """Make an exercise with one step of 5 points, whose test is ``test_boils``."""
    words = id.replace("-", " ").capitalize()
    title = Text(en=words, es=f"{words} (es)")
    step = Step(id="boil", title=Text(en="It boils", es="Hierve"), tests=("test_boils",), points=5)
    info = ExerciseInfo(id=id, title=title, steps=(step,), hints=(title, title, title), **values)  # type: ignore[arg-type]
    return Exercise(ROOT / f"1_{lesson.id}" / f"{number}_{id.replace('-', '_')}", lesson, info)
