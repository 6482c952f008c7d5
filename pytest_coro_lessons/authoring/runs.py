"""Answers graded by pytest: many of them in one run, each in a copy of its exercise's folder.

A run of its own for each answer would take half a second, most of it imports. An answer that takes
the whole run down is then run alone, and the others without it.

Rule: pytest runs with settings and plugins of its own, so that what is found does not hang on whose
machine or project it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import msgspec

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_coro_lessons.grading.results import ExerciseResult
    from pytest_coro_lessons.lessons import Exercise

_SETTINGS = """[pytest]
asyncio_default_fixture_loop_scope = function
"""
_LESSON = """id = "{id}"
title = {{ en = "{id}", es = "{id}" }}
"""
# They would change what is run, or write where nobody asked for it.
_NOT_FOR_PYTEST = ("PYTEST_", "GITHUB_STEP_SUMMARY", "PYTHONWARNINGS", "PYTHONHASHSEED")
_LAST_WORDS = 8  # lines


@dataclass(frozen=True, slots=True)
class Trial:
    """A program that is handed in as an answer; its exercise has an id as ``exercise.toml``."""

    exercise: Exercise
    source: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What the tests of an exercise found about one answer.

    Attributes:
        failed: Names of test functions, without parameters.
        slowest: Real seconds of the slowest test.
        ended: The last words of a run that ended before its tests did, else empty.
    """

    status: str = "error"
    diagnostics: tuple[Diagnostic, ...] = ()
    failed: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    slowest: float = 0.0
    ended: str = ""

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.diagnostics]


@dataclass(frozen=True, slots=True)
class Manner:
    """How answers are run.

    Attributes:
        limit: Real seconds that a test may take before its code is ended. Not the limit that
            learners have: a busy machine must not decide what an answer is worth.
        until_noticed: Whether the first test of an exercise that fails is its last.
    """

    warnings_as_errors: bool = False
    limit: float = 120.0
    until_noticed: bool = False


def grade_all(trials: Sequence[Trial], manner: Manner) -> list[Found]:
    """Run the tests of all these answers, and say what they found, in the same order."""
    if not trials:
        return []
    with tempfile.TemporaryDirectory(prefix="coro-lessons-") as place:
        root = Path(place).resolve()
        for number, trial in enumerate(trials):
            _set_up(root / _name(number), trial)
        run = _run_pytest(root, manner)
        found = _read(root, trials)
        if found is not None and run.returncode in (0, 1):
            return found
        first, after = _suspects(root, len(trials))
    if len(trials) == 1:
        said = (run.stdout + run.stderr).splitlines()[-_LAST_WORDS:]
        return [Found(ended="\n".join([f"exit code {run.returncode}", *said]))]
    others = grade_all([*trials[:first], *trials[after:]], manner)
    return [*others[:first], *grade_all(trials[first:after], manner), *others[first:]]


def _suspects(root: Path, count: int) -> tuple[int, int]:
    """The first answer that was not judged, and the one after it; else the first half of all."""
    try:
        results = msgspec.json.decode((root / "results.json").read_bytes(), type=Results)
    except (OSError, msgspec.DecodeError):
        return 0, count // 2
    judged = {
        one.lesson
        for one in results.exercises
        # An untouched stub is told to be one; what is not started without a word was not reached.
        if all(check.status != "not_started" or check.diagnostics for check in one.checks)
    }
    left = (number for number in range(count) if _name(number) not in judged)
    first = next(left, None)
    return (0, count // 2) if first is None else (first, first + 1)


def _name(number: int) -> str:
    # pytest runs them in the order of their names.
    return f"trial-{number:06}"


def _set_up(lesson: Path, trial: Trial) -> None:
    """Make a lesson of one exercise, which is a copy with this answer in it."""
    folder = trial.exercise.folder
    ignored = shutil.ignore_patterns("reference", "__pycache__", "README*.md")
    shutil.copytree(folder, lesson / folder.name, ignore=ignored)
    (lesson / folder.name / "exercise.py").write_bytes(trial.source)
    (lesson / "lesson.toml").write_text(_LESSON.format(id=lesson.name), encoding="utf-8")


def _run_pytest(root: Path, manner: Manner) -> subprocess.CompletedProcess[str]:
    settings = root / "pytest.ini"
    settings.write_text(_SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(settings), "--rootdir", str(root)]
    command += ["-p", "asyncio", "-p", "coro_lessons", "-p", "no:cacheprovider"]
    command += ["--import-mode=importlib", "--tb=short", "-q"]
    # An answer by another name than a learner's is not kept in anybody's progress.
    command += ["--coro-answer=exercise.py", f"--coro-real-limit={manner.limit:g}"]
    command += ["--coro-json=results.json", "--junitxml=junit.xml", "--coro-lang=en"]
    command += ["--coro-timeline=off", "--continue-on-collection-errors", "--no-header"]
    if manner.until_noticed:
        command += ["-p", "pytest_coro_lessons.plugin.until_noticed"]
    command += ["-W", "error"] if manner.warnings_as_errors else []
    return subprocess.run(
        [*command, "."],
        cwd=root,
        env=_environment(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environ.items() if not name.startswith(_NOT_FOR_PYTEST)}
    if "PYTHONPATH" in kept:
        # pytest runs in another folder than we do.
        folders = kept["PYTHONPATH"].split(os.pathsep)
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(folder).resolve()) for folder in folders)
    ours = ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTHONDONTWRITEBYTECODE")
    return {**kept, **dict.fromkeys(ours, "1"), "PYTHONIOENCODING": "utf-8"}


def _read(root: Path, trials: Sequence[Trial]) -> list[Found] | None:
    """Read what the run wrote; None if it did not come to its end."""
    try:
        data = (root / "results.json").read_bytes()
        cases = list(ElementTree.parse(root / "junit.xml").iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return None
    results = {one.lesson: one for one in msgspec.json.decode(data, type=Results).exercises}
    of_trials: dict[str, list[ElementTree.Element]] = {}
    for case in cases:
        # A test that does not load has no class, and its file's name is its own.
        of_trial = (case.attrib["classname"] or case.attrib["name"]).partition(".")[0]
        of_trials.setdefault(of_trial, []).append(case)
    names = [_name(number) for number in range(len(trials))]
    return [_found(results.get(name), of_trials.get(name, [])) for name in names]


def _found(result: ExerciseResult | None, cases: Sequence[ElementTree.Element]) -> Found:
    if result is None or not cases or not all(case.attrib["classname"] for case in cases):
        # The test itself does not load; what pytest says of that is the text of its only case.
        told = [part.text or "" for case in cases for part in case.findall("*[@message]")]
        return Found(ended="\n".join("\n".join(told).splitlines()[-_LAST_WORDS:]) or "no tests")
    failed = {case.attrib["name"] for case in cases if case.findall("*[@message]")}
    return Found(
        status=result.status,
        diagnostics=tuple(
            Diagnostic(one.code, one.facts, one.file, one.line)
            for check in result.checks
            for one in check.diagnostics
        ),
        failed=frozenset(name.partition("[")[0] for name in failed),
        # A test with parameters has passed when it has passed with all of them.
        passed=frozenset(
            name
            for case in cases
            if (name := case.attrib["name"].partition("[")[0])
            not in {one.partition("[")[0] for one in failed}
        ),
        slowest=max(float(case.attrib["time"]) for case in cases),
    )
