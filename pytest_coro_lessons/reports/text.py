"""What a learner reads in the terminal: one failure, and how far the course is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_coro_lessons.diagnostics import words
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.grading import ExerciseOutcome, Outcome
    from pytest_coro_lessons.lessons import Exercise


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how what they see and type looks where they are."""

    language: str
    shown: Callable[[Path | str], str]
    """Makes a path short: relative to where the reader is."""
    pytest: str = "pytest"
    coro_lessons: str = "coro-lessons"

    @property
    def texts(self) -> Texts:
        return Texts(__package__, self.language)

    def title_of(self, exercise: Exercise) -> str:
        title = exercise.info.title.in_language(self.language)
        return f"{exercise.number} {title}".strip()


def failure_text(
    exercise: Exercise, test: str, diagnostics: Sequence[Diagnostic], reader: Reader
) -> str:
    """Tell one failure: where, what happened, why, what to look at, and how to get a hint."""
    leading, *others = diagnostics
    blocks = [_heading(exercise, test, leading, reader)]
    parts = words(leading, reader.language)
    blocks.append(f"{leading.code}: {parts.happened}")
    blocks += [part for part in parts[1:] if part]
    blocks += [_also(other, reader) for other in others if other.code != leading.code]
    return "\n\n".join(blocks)


def _heading(exercise: Exercise, test: str, leading: Diagnostic, reader: Reader) -> str:
    function = test.partition("[")[0]
    steps = (step for step in exercise.info.steps if function in step.tests)
    titles = [reader.title_of(exercise)]
    titles += [step.title.in_language(reader.language) for step in steps]
    return f"{': '.join(titles)}\n{_place(leading, exercise.answer_file, reader)}"


def _place(diagnostic: Diagnostic, file: Path, reader: Reader) -> str:
    shown = reader.shown(diagnostic.file or file)
    return f"{shown}:{diagnostic.line}" if diagnostic.line else shown


def _also(diagnostic: Diagnostic, reader: Reader) -> str:
    happened = words(diagnostic, reader.language).happened
    return reader.texts("failure.also", code=diagnostic.code, happened=happened)


def not_started_text(reader: Reader) -> str:
    return reader.texts("failure.not_started")


def error_text(error: str, reader: Reader) -> str:
    return reader.texts("failure.error", error=error)


def summary(
    outcomes: Sequence[ExerciseOutcome], texts: Sequence[str], reader: Reader, *, detail: int = 0
) -> Iterator[str]:
    """Yield the blocks of the closing summary.

    Args:
        outcomes: of all exercises that were run, in the order of the course.
        texts: the failures in full, first one first; those not shown in full become one line each.
        detail: -1 the headline and the first sentence only, 0 the first failure, 1 all failures.
    """
    yield _headline(outcomes, reader)
    if detail < 0:
        yield from (_brief(text) for text in texts[:1])
        return
    in_full = len(texts) if detail > 0 else 1
    yield from texts[:in_full]
    rest = [_one_line(text) for text in texts[in_full:]]
    if rest:
        yield "\n".join([reader.texts("summary.more", count=len(rest)), *rest])
    following = next((one for one in outcomes if one.status != "passed"), None)
    if following is not None:
        yield _what_next(following.exercise, reader, started=following.status != "not_started")


def _headline(outcomes: Sequence[ExerciseOutcome], reader: Reader) -> str:
    done = sum(outcome.status == "passed" for outcome in outcomes)
    return reader.texts(
        "summary.all_done" if done == len(outcomes) else "summary.done",
        count=len(outcomes),
        done=done,
        points=sum(outcome.points for outcome in outcomes),
        max_points=sum(outcome.max_points for outcome in outcomes),
    )


def _brief(text: str) -> str:
    heading, _, rest = text.partition("\n\n")
    place = heading.splitlines()[-1]
    return f"{place}: {rest.partition(chr(10))[0]}"


def _one_line(text: str) -> str:
    heading, _, rest = text.partition("\n\n")
    title = heading.splitlines()[0]
    return f"  {title} - {rest.partition(chr(10))[0]}"


def _what_next(exercise: Exercise, reader: Reader, *, started: bool) -> str:
    readme = exercise.folder / ("README.es.md" if reader.language == "es" else "README.md")
    texts = reader.texts
    lines = [
        texts("summary.next", title=reader.title_of(exercise)),
        texts("summary.read", file=reader.shown(readme)),
        texts("summary.edit", file=reader.shown(exercise.answer_file)),
        texts("summary.run", command=f"{reader.pytest} {reader.shown(exercise.folder)}"),
    ]
    if started:
        lines.append(texts("summary.hint", command=f"{reader.coro_lessons} hint {exercise.id}"))
    return "\n".join(lines)


def outcome_line(outcome: Outcome) -> str:
    """Name a test's outcome in one word of the vocabulary."""
    return outcome.status.replace("_", " ")
