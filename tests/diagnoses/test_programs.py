"""Programs of a belief: the wrong one is told its code first, its right twin is told nothing.

Each file in ``programs/`` is named after the belief behind the wrong program. It has ``wrong`` and
``right`` (functions, or classes with a capital), ``ask``, which stands for a graded test, and
``SAYS``: the codes that the wrong one is told, the leading one first.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.diagnostics import LANGUAGES, told

from .asking import NOT_RECORDED
from .grading import Run, diagnosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.lessons import Answer

PROGRAMS = sorted(Path(__file__).with_name("programs").glob("*.py"))


def graded_part(program: Path) -> dict[str, Any]:
    """What a test file would have: compiled apart, so that its lines are not the learner's."""
    names: dict[str, Any] = {}
    exec(compile(program.read_text(encoding="utf-8"), "test_exercise.py", "exec"), names)
    return names


def answer_file(program: Path, kind: str, folder: Path) -> Path:
    """Write the learner's part as an answer; its lines keep their numbers."""
    text = program.read_text(encoding="utf-8")
    nodes = {getattr(node, "name", ""): node for node in ast.parse(text).body}
    ask: Any = nodes["ask"]
    lines = text.splitlines()
    lines[ask.lineno - 1 : ask.end_lineno] = [""] * (ask.end_lineno - ask.lineno + 1)
    name = kind if kind in nodes else kind.capitalize()
    file = folder / "exercise.py"
    file.write_text("\n".join([*lines, f"answer = {name}", ""]), encoding="utf-8")
    return file


def findings(program: Path, kind: str, folder: Path) -> list[Diagnostic]:
    ask = graded_part(program)["ask"]

    def asked(answer: Answer, run: Run) -> Any:
        return ask(answer.answer, run.world)

    recorded = NOT_RECORDED.isdisjoint(graded_part(program)["SAYS"])
    return diagnosed(answer_file(program, kind, folder), asked, recorded=recorded)


def by_name(program: Path) -> str:
    return program.stem


@pytest.mark.parametrize("program", PROGRAMS, ids=by_name)
def test_the_wrong_program_is_told_its_codes(program: Path, tmp_path: Path) -> None:
    found = findings(program, "wrong", tmp_path)

    assert [one.code for one in found] == graded_part(program)["SAYS"]


@pytest.mark.parametrize("program", PROGRAMS, ids=by_name)
def test_its_right_twin_is_told_nothing(program: Path, tmp_path: Path) -> None:
    assert findings(program, "right", tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_wrong_programs_are_told_reads_as_in_the_golden_file(
    language: str, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    parts = []
    for program in PROGRAMS:
        found = findings(program, "wrong", tmp_path)
        shown = [
            f"{'also, ' if number else ''}line {one.line}\n\n{told(one, language)}\n"
            for number, one in enumerate(found)
        ]
        parts.append("\n".join([f"## {program.stem}\n", *shown]))

    golden(f"diagnoses/programs.{language}.txt", "\n".join(parts))


# Isolation.


def test_in_any_order_every_program_is_told_the_same(tmp_path: Path) -> None:
    forwards = {program: findings(program, "wrong", tmp_path) for program in PROGRAMS}
    backwards = {program: findings(program, "wrong", tmp_path) for program in PROGRAMS[::-1]}

    assert forwards == backwards


@pytest.mark.parametrize("program", PROGRAMS, ids=by_name)
def test_nothing_of_a_wrong_program_reaches_the_next_run(program: Path, tmp_path: Path) -> None:
    findings(program, "wrong", tmp_path)

    assert [findings(next_one, "right", tmp_path) for next_one in PROGRAMS[:3]] == [[], [], []]
