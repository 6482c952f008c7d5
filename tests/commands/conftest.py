"""A learner's folder with a small course, and the commands in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from pytest_coro_lessons.commands import cli
from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.lessons import find_lessons
from pytest_coro_lessons.progress import record
from pytest_coro_lessons.progress.store import Progress
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.progress.model import ExerciseProgress

COMMANDS = "pytest_coro_lessons.commands"
LATE = Diagnostic("CL101", {"actual": 3.0, "expected": 1.0, "difference": 2.0}, None, 2)

SETTINGS = """
[pytest]
addopts = --import-mode=importlib
asyncio_default_fixture_loop_scope = function
"""
STUB = "async def make(work):\n    # TODO: return its answer.\n    raise NotImplementedError\n"
RIGHT = "async def make(work):\n    return await work()\n"
TWICE = "async def make(work):\n    await work()\n    return await work()\n"
TEST = """
from pytest_coro_lessons import took

async def test_takes_two_seconds(exercise, world):
    with took(2.0):
        await exercise.make(world.operation("work", seconds=2.0))
"""
LESSON = """
id = "drinks"
title = { en = "Drinks", es = "Bebidas" }
"""
EXERCISE = """
id = "{id}"
title = {{ en = "{en}", es = "{es}" }}
concepts = ["{concept}"]
docs = ["https://docs.python.org/3/library/asyncio-task.html"]

[[steps]]
id = "time"
title = {{ en = "In two seconds", es = "En dos segundos" }}
tests = ["test_takes_two_seconds"]
points = 5

[[hints]]
en = "One."
es = "Uno."

[[hints]]
en = "Two."
es = "Dos."

[[hints]]
en = "Three."
es = "Tres."
"""
EXERCISES = [
    {"id": "make-tea", "en": "Make tea", "es": "Haz té", "concept": "task"},
    {"id": "make-coffee", "en": "Make coffee", "es": "Haz café", "concept": "gather"},
    {"id": "make-juice", "en": "Make juice", "es": "Haz zumo", "concept": "gather"},
]


@pytest.fixture(autouse=True)
def same_reader_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the reader's language and terminal out of what the tests see."""
    for name in [*os.environ]:
        if name.startswith(("LC_", "PYTEST_")) or name in ("LANG", "LANGUAGE", "NO_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run ``coro-lessons`` in an empty folder, in English unless told otherwise."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, language: str = "en", answer: str | None = None) -> Any:
        commands = cli.build_commands(Texts(COMMANDS, language))
        return CliRunner().invoke(commands, arguments, input=answer)

    return run


@pytest.fixture
def home(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder, which the commands run in."""
    home = tmp_path / "mine"
    lesson = home / "exercises" / "01_drinks"
    lesson.mkdir(parents=True)
    (home / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    (lesson / "lesson.toml").write_text(LESSON, encoding="utf-8")
    for number, texts in enumerate(EXERCISES, 1):
        folder = lesson / f"{number:02}_{texts['id'].replace('-', '_')}"
        folder.mkdir()
        (folder / "exercise.toml").write_text(EXERCISE.format_map(texts), encoding="utf-8")
        (folder / "exercise.py").write_text(STUB, encoding="utf-8")
        (folder / "test_exercise.py").write_text(TEST, encoding="utf-8")
        (folder / "README.md").write_text(f"# {texts['en']}\n\nBoil *water*.\n", encoding="utf-8")
        (folder / "README.es.md").write_text(f"# {texts['es']}\n", encoding="utf-8")
    monkeypatch.chdir(home)
    return home


class Learner:
    """What a learner has done before a test begins."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def exercise(self, name: str) -> Exercise:
        (lesson,) = find_lessons(self.home / "exercises")
        return next(one for one in lesson.exercises if one.id == name)

    def tried(self, name: str, status: Any, *diagnostics: Diagnostic, answer: str = RIGHT) -> None:
        """Save an answer and run its test."""
        exercise = self.exercise(name)
        exercise.answer_file.write_text(answer, encoding="utf-8")
        outcome = Outcome("test_takes_two_seconds", status, diagnostics, 2.0)
        record(self.home / "exercises", [grade(exercise, [outcome])])

    def solved(self, name: str) -> None:
        self.tried(name, "passed")

    def choose(self, name: str) -> None:
        with Progress(self.home) as progress:
            progress.current = name

    @property
    def chosen(self) -> str | None:
        with Progress(self.home) as progress:
            return progress.current

    def progress_of(self, name: str) -> ExerciseProgress:
        with Progress(self.home) as progress:
            return progress.of(self.exercise(name))


@pytest.fixture
def learner(home: Path) -> Learner:
    return Learner(home)
