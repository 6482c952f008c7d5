"""Projects and courses to run pytest in, in this process unless a test says otherwise."""

from __future__ import annotations

import gc
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.diagnostics import language, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent

# looptime, where it is installed, replaces the class of every loop; one test looks at that.
SETTINGS = """
[pytest]
addopts =
    --import-mode=importlib
    --strict-markers
    -p no:looptime_plugin
    -p no:looptime_timeproxies
    -p no:looptime_chronometers
asyncio_default_fixture_loop_scope = function
"""

STUB = """
async def {name}(work):
    # TODO: wait for `work()` and return its answer.
    raise NotImplementedError
"""

RIGHT = """
async def {name}(work):
    return await work()
"""

TESTS = """
from pytest_coro_lessons import result, took


async def test_returns_the_answer(exercise, world):
    work = world.operation("work", seconds=2.0, returns="tea")

    with took(2.0):
        answer = await exercise.{name}(work)

    result(answer, "tea")
"""

TOML = """
id = "{id}"
title = {{ en = "{title}", es = "{title} (es)" }}

[[steps]]
id = "answer"
title = {{ en = "Its answer", es = "Su respuesta" }}
tests = [{tests}]
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


class Course:
    """A folder with lessons and exercises, made piece by piece."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "pytest.ini").write_text(SETTINGS, encoding="utf-8")

    def lesson(self, name: str = "01_drinks") -> Path:
        folder = self.root / "exercises" / name
        folder.mkdir(parents=True, exist_ok=True)
        title = name.partition("_")[2].replace("_", " ").capitalize()
        text = f'id = "{slug(name)}"\ntitle = {{ en = "{title}", es = "{title} (es)" }}\n'
        (folder / "lesson.toml").write_text(text, encoding="utf-8")
        return folder

    def exercise(
        self,
        answer: str | None = STUB,
        *,
        at: str = "01_make_tea",
        lesson: str = "01_drinks",
        tests: str = TESTS,
        names: tuple[str, ...] = ("test_returns_the_answer",),
    ) -> Path:
        """Add an exercise whose function is called as its folder, and return the folder."""
        folder = self.lesson(lesson) / at
        folder.mkdir()
        name = at.partition("_")[2]
        title = name.replace("_", " ").capitalize()
        named = ", ".join(f'"{test}"' for test in names)
        toml = TOML.format(id=slug(at), title=title, tests=named)
        (folder / "exercise.toml").write_text(toml, encoding="utf-8")
        (folder / "README.md").write_text(f"# {title}\n", encoding="utf-8")
        (folder / "README.es.md").write_text(f"# {title} (es)\n", encoding="utf-8")
        (folder / "test_exercise.py").write_text(tests.replace("{name}", name), encoding="utf-8")
        if answer is not None:
            source = answer.replace("{name}", name)
            (folder / "exercise.py").write_text(source, encoding="utf-8")
        return folder


def slug(name: str) -> str:
    return name.partition("_")[2].replace("_", "-")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what others do: pytest-asyncio asks for loops that it drops, looptime for one."""
    folder = Path(__file__).parent
    for item in items:
        if item.path.parent == folder:
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"))
            no_loop = "ignore:There is no current event loop:DeprecationWarning"
            item.add_marker(pytest.mark.filterwarnings(no_loop))


@pytest.fixture(scope="package", autouse=True)
def no_loop_is_dropped_in_the_tests_of_others() -> Iterator[None]:
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def course(pytester: pytest.Pytester) -> Course:
    return Course(pytester.path)


@pytest.fixture
def settings() -> str:
    """What every ``pytest.ini`` here begins with."""
    return SETTINGS


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Any project: no exercises, pytest-asyncio in its strict mode."""
    pytester.makeini(SETTINGS)
    return pytester


@pytest.fixture(autouse=True)
def same_reader_everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the reader's language, terminal and command out of what the tests see."""
    for name in [*os.environ]:
        if name.startswith(("LC_", "PYTEST_")) or name in ("LANG", "LANGUAGE", "NO_COLOR", "CI"):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", ["pytest"])
    before = language()
    yield
    set_language(before)


@pytest.fixture
def summary_of() -> Any:
    """Return what stands below our heading, without pytest's own last line."""

    def below_heading(result: pytest.RunResult) -> str:
        lines = result.stdout.lines
        start = next(number for number, line in enumerate(lines) if "= coro-lessons =" in line)
        end = next(
            number for number, line in enumerate(lines) if number > start and line[:2] == "=="
        )
        return "\n".join(lines[start + 1 : end]) + "\n"

    return below_heading
