"""A run of pytest: what starts it, and what it found.

Rule: what it found is read from the results file, because an answer can end the process at any
moment and with any exit code.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.commands.typed import script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_coro_lessons.texts import Texts


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the results file says of a run.

    Attributes:
        done: All exercises passed.
        is_whole: Every test has an outcome; else the process ended before pytest did.
        text: The file as it is.
    """

    done: bool = False
    is_whole: bool = False
    text: str = ""


def pytest_command() -> list[str]:
    """What starts pytest as a learner would, so that it shows commands in their form."""
    program = script("pytest")
    return [str(program)] if program.is_file() else [sys.executable, "-m", "pytest"]


def arguments_for(
    folders: Sequence[Path], here: Path, language: str, results: Path, *, in_full: bool = False
) -> list[str]:
    """What pytest is told: which folders, in which language, and where the results go.

    Args:
        in_full: Every test that does not pass is told with all that was found.
    """
    shown = [
        folder.relative_to(here) if folder.is_relative_to(here) else folder for folder in folders
    ]
    told = ["--no-header", f"--coro-lang={language}", f"--coro-json={results}"]
    return [*told, *(["-v"] if in_full else []), *map(str, shown)]


@contextmanager
def results_file() -> Iterator[Path]:
    """The path of a file that is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="coro-lessons-") as folder:
        yield Path(folder) / "results.json"


def verdict_in(file: Path) -> Verdict:
    """Read what a run that has ended left behind."""
    try:
        text = file.read_text(encoding="utf-8")
        exercises = _exercises_in(text)
    except (OSError, ValueError, KeyError):
        return Verdict()
    passed = [exercise["status"] == "passed" for exercise in exercises]
    reached = [was_reached(check) for exercise in exercises for check in exercise["checks"]]
    return Verdict(bool(passed) and all(passed), bool(reached) and all(reached), text)


def checks_in(verdict: Verdict) -> list[dict[str, Any]]:
    """The steps of all exercises, as the results file has them; none if there is no file."""
    exercises = _exercises_in(verdict.text) if verdict.text else []
    return [check for exercise in exercises for check in exercise["checks"]]


def was_reached(check: Mapping[str, Any]) -> bool:
    """Tell whether its tests ended: an untouched stub is told to be one, others without a word."""
    return check["status"] != "not_started" or bool(check["diagnostics"])


def _exercises_in(text: str) -> list[dict[str, Any]]:
    exercises: list[dict[str, Any]] = json.loads(text)["exercises"]
    return exercises


def how_it_ended(code: int, texts: Texts) -> str:
    """Say in one line how a process ended that should not have."""
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = str(-code)
        return texts("run.killed", signal=name)
    return texts("run.cut_off", code=code)
