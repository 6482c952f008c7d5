"""Every exercise folder, its answers, and what the plugin says of each of them.

Exercises are graded together, in a few runs of pytest: each run takes one answer of every
exercise. A run of its own for each answer would take a minute.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from pytest_coro_lessons.grading import Results
from pytest_coro_lessons.lessons import Exercise, find_lessons

ROOT = Path(__file__).resolve().parents[2]
LESSONS = find_lessons(ROOT / "exercises")
EXERCISES = [exercise for lesson in LESSONS for exercise in lesson.exercises]


@dataclass(frozen=True)
class Found:
    """What one run of pytest found about one answer to one exercise."""

    status: str
    codes: list[str]
    diagnostics: list[object]
    failed: set[str]
    passed: set[str]
    slowest: float
    output: str


def right_answers(exercise: Exercise) -> list[Path]:
    folder = exercise.folder / "reference"
    return [folder / "solution.py", *sorted(folder.glob("also_right_*.py"))]


def wrong_answers(exercise: Exercise) -> list[Path]:
    return [exercise.folder / wrong.file for wrong in exercise.info.wrong_answers]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    cases = {
        "lesson": [(lesson.folder.name, lesson) for lesson in LESSONS],
        "subject": [(exercise.id, exercise) for exercise in EXERCISES],
        "right": [
            (f"{exercise.id}-{file.stem}", (exercise, file))
            for exercise in EXERCISES
            for file in right_answers(exercise)
        ],
        "wrong": [
            (f"{exercise.id}-{Path(wrong.file).stem}", (exercise, wrong))
            for exercise in EXERCISES
            for wrong in exercise.info.wrong_answers
        ],
        "readable": [
            (str(folder.relative_to(ROOT)), folder)
            for lesson in LESSONS
            for folder in (lesson.folder, *(exercise.folder for exercise in lesson.exercises))
        ]
        + [("project", ROOT), ("exercises", ROOT / "exercises")]
        + [("course", ROOT / "pytest_coro_lessons" / "course")],
    }
    for name in cases.keys() & set(metafunc.fixturenames):
        ids, values = zip(*cases[name], strict=True)
        metafunc.parametrize(name, values, ids=ids)


@pytest.fixture(scope="session")
def all_exercises() -> list[Exercise]:
    return EXERCISES


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What is found about each exercise of a fresh clone, by the exercise's id."""
    return grade(tmp_path_factory.mktemp("untouched"))


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Found]:
    """What is found about each answer, by its file; right ones run with warnings as errors."""
    found: dict[Path, Found] = {}
    for answers, options in ((right_answers, ["-W", "error"]), (wrong_answers, [])):
        for batch in zip_longest(*map(answers, EXERCISES)):
            taken = {exercise.id: file for exercise, file in zip(EXERCISES, batch, strict=True)}
            folder = tmp_path_factory.mktemp("answers")
            for exercise, file in zip(EXERCISES, batch, strict=True):
                place = folder / exercise.folder.relative_to(ROOT / "exercises")
                place.mkdir(parents=True)
                if file is not None:
                    shutil.copy(file, place / "exercise.py")
            results = grade(folder, f"--coro-answers={folder}", *options)
            found |= {taken[name]: one for name, one in results.items() if taken[name]}
    return found


def grade(folder: Path, *options: str) -> dict[str, Found]:
    """Run pytest on all exercises, and sort what it reports by the exercise's id."""
    json, junit = folder / "results.json", folder / "junit.xml"
    reports = [f"--coro-json={json}", f"--junitxml={junit}", "-p", "no:cacheprovider"]
    # On a busy machine the limit that learners have would tell of the machine, not of the answer.
    reports.append("--coro-real-limit=120")
    command = [sys.executable, "-m", "pytest", "exercises", *reports, *options]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "LANGUAGE": "en"}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    output = run.stdout + run.stderr
    assert run.returncode in (0, 1), output
    results = msgspec.json.decode(json.read_bytes(), type=Results)
    cases = list(ElementTree.parse(junit).iter("testcase"))
    found = {}
    for result, exercise in zip(results.exercises, EXERCISES, strict=True):
        assert result.id == exercise.id, output
        own = [case for case in cases if exercise.folder.name in case.attrib["classname"]]
        failed = {case.attrib["name"] for case in own if len(case.findall("*[@message]"))}
        diagnostics = [one for check in result.checks for one in check.diagnostics]
        found[result.id] = Found(
            status=result.status,
            codes=[one.code for one in diagnostics],
            diagnostics=diagnostics,
            failed={name.partition("[")[0] for name in failed},
            passed={case.attrib["name"] for case in own} - failed,
            slowest=max(float(case.attrib["time"]) for case in own),
            output=output,
        )
    return found
