"""The programs of every code's story: the bad one gets the code first, the good one gets none."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons.diagnostics import LANGUAGES, told
from pytest_coro_lessons.diagnostics.catalogue import catalogue

from .asking import ASKED, NOT_RECORDED
from .grading import diagnosed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_coro_lessons.diagnostics import Diagnostic

CODES = list(catalogue("en"))
# Only the plugin's watchdog stops code that never comes back; it has a test of its own below.
ENDLESS = "CL505"

_FILE = re.compile(r"# file: (\S+)")


def example(code: str, kind: str) -> str:
    messages = resources.files("pytest_coro_lessons.diagnostics") / "messages"
    text = (messages / "examples.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)[code][kind]).strip()


def written(folder: Path, source: str) -> Path:
    """Write a program where a learner would: into exercise.py, or beside it if it says so."""
    answer = folder / "exercise.py"
    answer.write_text("async def answer(): ...\n", encoding="utf-8")
    named = _FILE.match(source)
    (folder / named[1] if named else answer).write_text(f"{source}\n", encoding="utf-8")
    return answer


def findings(code: str, kind: str, folder: Path) -> list[Diagnostic]:
    answer = written(folder, example(code, kind))
    return diagnosed(answer, ASKED.get(code), recorded=code not in NOT_RECORDED)


def test_every_code_has_a_bad_and_a_good_program() -> None:
    assert [code for code in CODES if example(code, "bad") == example(code, "good")] == []


@pytest.mark.parametrize("code", [code for code in CODES if code != ENDLESS])
def test_the_bad_program_is_told_its_code_first(code: str, tmp_path: Path) -> None:
    assert [found.code for found in findings(code, "bad", tmp_path)][:1] == [code]


@pytest.mark.parametrize("code", CODES)
def test_the_good_program_is_told_nothing(code: str, tmp_path: Path) -> None:
    assert findings(code, "good", tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bad_programs_are_told_reads_as_in_the_golden_file(
    language: str, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    parts = []
    for code in CODES:
        if code not in (ENDLESS, "CL109"):
            folder = tmp_path / code
            folder.mkdir()
            parts.append(f"## {code}\n\n{shown(findings(code, 'bad', folder), language)}\n")

    golden(f"diagnoses/examples.{language}.txt", "\n".join(parts))


def shown(found: list[Diagnostic], language: str) -> str:
    leading, *others = found
    place = "" if leading.line is None else f"line {leading.line}\n\n"
    also = "".join(f"\n\n(also {other.code})" for other in others)
    return f"{place}{told(leading, language)}{also}"


@pytest.mark.parametrize("code", [code for code in CODES if code != ENDLESS])
def test_no_program_leaves_anything_to_the_next_run(code: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    findings(code, "bad", first)

    assert findings("CL402", "good", second) == []


def test_a_program_without_an_end_is_told_by_the_plugin(
    pytester: pytest.Pytester, tmp_path: Path
) -> None:
    pytester.makefile(
        ".toml", lesson='id = "a"\ntitle = { en = "A", es = "A" }\n', exercise=_EXERCISE
    )
    lesson = pytester.mkdir("exercises") / "01_a"
    folder = lesson / "01_endless"
    folder.mkdir(parents=True)
    (pytester.path / "lesson.toml").rename(lesson / "lesson.toml")
    (pytester.path / "exercise.toml").rename(folder / "exercise.toml")
    (folder / "exercise.py").write_text(example(ENDLESS, "bad"), encoding="utf-8")
    (folder / "test_exercise.py").write_text(_TEST, encoding="utf-8")

    seen = pytester.runpytest_subprocess("--coro-real-limit=1", str(folder))

    seen.stdout.fnmatch_lines(["*CL505: *"])


_EXERCISE = """\
id = "endless"
title = { en = "Endless", es = "Sin final" }
concepts = ["loop"]

[[steps]]
id = "ends"
title = { en = "It ends", es = "Termina" }
tests = ["test_ends"]
points = 5

[[hints]]
en = "a"
es = "a"
[[hints]]
en = "b"
es = "b"
[[hints]]
en = "c"
es = "c"
"""
_TEST = """\
async def test_ends(exercise):
    await exercise.first_free(["name1"])
"""
