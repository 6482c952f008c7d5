"""Promises about answers: the stub is not started, right ones pass, wrong ones fail as declared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.places import in_info
from pytest_coro_lessons.authoring.runs import Found, Manner, Trial
from pytest_coro_lessons.diagnostics import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.lessons import Exercise, WrongAnswer

BUDGET = 1.0
"""Real seconds that a test may take on a quiet machine."""

_WITHOUT_WORDS = re.compile(r"\(no words|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Handed:
    """An answer of the course: the stub, a right one, or a wrong one."""

    exercise: Exercise
    file: Path
    wrong: WrongAnswer | None = None

    @property
    def is_stub(self) -> bool:
        return self.file == self.exercise.answer_file

    @property
    def manner(self) -> Manner:
        return Manner(warnings_as_errors=self.wrong is None and not self.is_stub)

    @property
    def command(self) -> str:
        """What grades this answer alone."""
        folder = self.exercise.folder
        return f"pytest {folder} --coro-answer {self.file.relative_to(folder).as_posix()}"

    def trial(self) -> Trial:
        return Trial(self.exercise, self.file.read_bytes())


def right_answers(exercise: Exercise) -> list[Path]:
    folder = exercise.folder / "reference"
    solution = folder / "solution.py"
    return [*([solution] if solution.is_file() else []), *sorted(folder.glob("also_right_*.py"))]


def handed_in(exercise: Exercise) -> Iterator[Handed]:
    """All answers of an exercise that are there."""
    if exercise.answer_file.is_file():
        yield Handed(exercise, exercise.answer_file)
    for file in right_answers(exercise):
        yield Handed(exercise, file)
    for wrong in exercise.info.wrong_answers:
        if (exercise.folder / wrong.file).is_file():
            yield Handed(exercise, exercise.folder / wrong.file, wrong)


def answer_findings(handed: Handed, found: Found, budget: float = BUDGET) -> Iterator[Finding]:
    """What is wrong with an answer, or with what is declared of it."""
    if found.ended:
        facts: dict[str, Any] = {"output": found.ended, "command": handed.command}
        yield Finding("run-ended", handed.file, facts=facts)
        return
    if handed.is_stub:
        yield from _of_stub(handed, found)
    elif handed.wrong is None:
        yield from _of_right(handed, found)
    else:
        yield from _of_wrong(handed, handed.wrong, found)
    if found.slowest > budget:
        facts = {"seconds": found.slowest, "budget": budget}
        yield Finding("too-slow", handed.file, facts=facts)


def _of_stub(handed: Handed, found: Found) -> Iterator[Finding]:
    if found.passed:
        yield Finding("stub-passes", handed.file, facts={"tests": sorted(found.passed)})
    elif found.status != "not_started":
        yield Finding("stub-started", handed.file, _line(found), _told(found))


def _of_right(handed: Handed, found: Found) -> Iterator[Finding]:
    if found.status != "passed" or found.codes:
        facts = {"tests": sorted(found.failed), **_told(found)}
        yield Finding("right-fails", handed.file, _line(found), facts)


def _of_wrong(handed: Handed, wrong: WrongAnswer, found: Found) -> Iterator[Finding]:
    exercise = handed.exercise
    number = exercise.info.wrong_answers.index(wrong)
    if found.status != "failed":
        facts = {"name": wrong.file, "status": found.status, **_told(found)}
        yield in_info("wrong-passes", exercise, "wrong_answers", number, "file", **facts)
        return
    wanted = set(wrong.fails)
    if found.failed != wanted:
        facts = {"name": wrong.file, "tests": sorted(found.failed)}
        yield in_info("wrong-fails", exercise, "wrong_answers", number, "fails", **facts)
    if found.codes[:1] != [wrong.says]:
        facts = {"name": wrong.file, "declared": wrong.says, **_told(found)}
        yield in_info("wrong-says", exercise, "wrong_answers", number, "says", **facts)
    for language in _speechless(found):
        facts = {"code": found.codes[0], "language": language}
        yield Finding("wrong-untold", handed.file, facts=facts)


def _speechless(found: Found) -> Iterator[str]:
    """The languages in which the first finding is not told in full, or in another one's words."""
    for diagnostic in found.diagnostics[:1]:
        told = {language: words(diagnostic, language) for language in LANGUAGES}
        for language, parts in told.items():
            borrowed = language != "en" and any(
                one == other for one, other in zip(parts, told["en"], strict=True) if one
            )
            # What the learner's own code says may well have braces in it.
            facts = repr(sorted(diagnostic.facts.items(), key=str))
            missing = [one for one in _WITHOUT_WORDS.findall(" ".join(parts)) if one not in facts]
            if borrowed or missing:
                yield language


def _told(found: Found) -> dict[str, Any]:
    """The first code, and what a learner would read."""
    if not found.diagnostics:
        return {"code": "-", "happened": "-"}
    first = found.diagnostics[0]
    happened = {language: words(first, language).happened for language in LANGUAGES}
    return {"code": first.code, "happened": happened}


def _line(found: Found) -> int | None:
    """Where the first finding is, if that is in the answer."""
    first = next(iter(found.diagnostics), None)
    own = first is not None and first.file and Path(first.file).name == "exercise.py"
    return first.line if own and first is not None else None
