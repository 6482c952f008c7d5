"""What a learner reads in the terminal: one failure, and how far the course is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from pytest_coro_lessons.diagnostics import words
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.grading import ExerciseOutcome, Outcome
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.reports.bars import Line

_MOST_LINES = 20
_WIDEST_LINE = 140
_MOST_PRINTED = 12


class Reader(NamedTuple):
    """Who reads, and how what they see and type looks where they are."""

    language: str
    shown: Callable[[Path | str], str]
    """Makes a path short: relative to where the reader is."""
    answer_file: Callable[[Exercise], Path]
    """The file that is graded."""
    pytest: str = "pytest"
    coro_lessons: str = "coro-lessons"

    @property
    def texts(self) -> Texts:
        return Texts(__package__, self.language)

    def title_of(self, exercise: Exercise) -> str:
        title = exercise.info.title.in_language(self.language)
        return f"{exercise.number} {title}".strip()


class Failure(NamedTuple):
    """One test that did not pass, in words."""

    title: str
    place: str
    happened: str
    others: tuple[str, ...] = ()
    """Why, what to look at, what else was found, what the code printed."""
    picture: tuple[Line, ...] = ()
    """A drawing of what ran when, after the first sentence: it is the proof of it."""
    tests: int = 1
    """How many tests this is told of, each in the same words."""
    step: str = ""
    """The part of the exercise that the test belongs to."""

    def __str__(self) -> str:
        drawn = (self._drawn(),) if self.picture else ()
        return "\n\n".join((f"{self.title}\n{self.place}", self.happened, *drawn, *self.others))

    def _drawn(self) -> str:
        # Not at the top: most runs have nothing to draw.
        from pytest_coro_lessons.reports.bars import plain

        return plain(self.picture)

    @property
    def one_line(self) -> str:
        line = f"{self.title}: {self.happened}".replace("\n", " ")
        times = f" (× {self.tests})" if self.tests > 1 else ""
        widest = _WIDEST_LINE - len(times)
        return (line if len(line) <= widest else f"{line[: widest - 1]}…") + times


BlockKind: TypeAlias = Literal["done", "headline", "failure", "sentence", "others", "next"]


class Block(NamedTuple):
    """A paragraph or more of the summary."""

    kind: BlockKind
    text: str
    picture: tuple[Line, ...] = ()
    """Lines of the text that are made of pieces, each with what it stands for."""


def failure(exercise: Exercise, outcome: Outcome, reader: Reader) -> Failure:
    """Tell why a test with diagnostics did not pass."""
    leading, *others = outcome.diagnostics
    happened, *parts = words(leading, reader.language)
    step = _step(exercise, outcome.function, reader)
    return Failure(
        title=": ".join(filter(None, [reader.title_of(exercise), step])),
        step=step,
        place=_place(leading, exercise, reader),
        happened=f"{leading.code}: {happened}",
        others=(
            *(part for part in parts if part),
            *(_also(other, reader) for other in others if other.code != leading.code),
        ),
    )


def with_printed(told: Failure, printed: str, reader: Reader) -> Failure:
    """Add what the learner's code printed: its last lines, where it got to."""
    lines = printed.rstrip().splitlines()
    if not lines:
        return told
    left_out = len(lines) - _MOST_PRINTED
    shown = [f"  {line[:_WIDEST_LINE]}" for line in lines[-_MOST_PRINTED:]]
    head = [reader.texts("failure.printed")]
    if left_out > 0:
        head.append(reader.texts("failure.lines_left_out", count=left_out))
    return told._replace(others=(*told.others, "\n".join([*head, *shown])))


def folded(failures: Sequence[Failure], reader: Reader) -> list[Failure]:
    """Put tests together whose words are the same, as they are of a file that cannot be read."""
    alike: dict[str, list[Failure]] = {}
    for told in failures:
        alike.setdefault(str(told._replace(title="")), []).append(told)
    return [_told_once(group, reader) for group in alike.values()]


def _told_once(group: Sequence[Failure], reader: Reader) -> Failure:
    first, *rest = group
    if not rest:
        return first
    said = reader.texts("failure.same", count=len(rest))
    steps = dict.fromkeys(told.step for told in rest if told.step != first.step)
    if steps:
        said += f": {', '.join(steps)}"
    return first._replace(others=(*first.others, said), tests=len(group))


def _step(exercise: Exercise, function: str, reader: Reader) -> str:
    steps = [step for step in exercise.info.steps if function in step.tests]
    return ": ".join(step.title.in_language(reader.language) for step in steps)


def _place(diagnostic: Diagnostic, exercise: Exercise, reader: Reader) -> str:
    shown = reader.shown(diagnostic.file or reader.answer_file(exercise))
    return f"{shown}:{diagnostic.line}" if diagnostic.line else shown


def _also(diagnostic: Diagnostic, reader: Reader) -> str:
    happened = words(diagnostic, reader.language).happened
    return reader.texts("failure.also", code=diagnostic.code, happened=happened)


def summary(
    outcomes: Sequence[ExerciseOutcome],
    failures: Sequence[Failure],
    reader: Reader,
    *,
    in_full: int | None = 1,
) -> Iterator[Block]:
    """Yield the closing summary.

    Args:
        outcomes: of all exercises that were run, in the order of the course.
        failures: the first one first.
        in_full: how many failures are told in full, None for all; the others become one line each.
    """
    yield headline(outcomes, reader)
    failures = folded(failures, reader)
    in_full = len(failures) if in_full is None else in_full
    for told in failures[:in_full]:
        yield Block("failure", str(told), told.picture)
    if len(failures) > in_full:
        yield _one_line_each(failures[in_full:], reader)
    following = _following(outcomes)
    if following is not None:
        yield Block("next", _what_next(following, reader))


def brief(
    outcomes: Sequence[ExerciseOutcome], failures: Sequence[Failure], reader: Reader
) -> Iterator[Block]:
    """Yield the headline and one sentence."""
    yield headline(outcomes, reader)
    following = _following(outcomes)
    if failures:
        yield Block("sentence", f"{failures[0].place}: {failures[0].happened}")
    elif following is not None:
        title = reader.title_of(following.exercise)
        file = reader.shown(reader.answer_file(following.exercise))
        yield Block("sentence", f"{reader.texts('summary.next', title=title)} ({file})")


def headline(outcomes: Sequence[ExerciseOutcome], reader: Reader) -> Block:
    """Say how far the course is."""
    done = sum(outcome.status == "passed" for outcome in outcomes)
    all_done = done == len(outcomes)
    text = reader.texts(
        "summary.all_done" if all_done else "summary.done",
        count=len(outcomes),
        done=done,
        points=sum(outcome.points for outcome in outcomes),
        max_points=sum(outcome.max_points for outcome in outcomes),
    )
    return Block("done" if all_done else "headline", text)


def _one_line_each(failures: Sequence[Failure], reader: Reader) -> Block:
    lines = [reader.texts("summary.others", count=sum(told.tests for told in failures))]
    lines += [f"  {told.one_line}" for told in failures[:_MOST_LINES]]
    left_out = len(failures) - _MOST_LINES
    if left_out > 0:
        lines.append(reader.texts("summary.left_out", count=left_out))
    return Block("others", "\n".join(lines))


def _following(outcomes: Sequence[ExerciseOutcome]) -> ExerciseOutcome | None:
    """Return the exercise to go on with: the first one begun, else the first one to begin."""
    open_ones = [one for one in outcomes if one.status != "passed"]
    begun = [one for one in open_ones if one.status == "failed" and one.diagnostics]
    return next(iter(begun or open_ones), None)


def _what_next(outcome: ExerciseOutcome, reader: Reader) -> str:
    exercise, texts = outcome.exercise, reader.texts
    lines = [texts("summary.next", title=reader.title_of(exercise))]
    in_english = exercise.folder / "README.md"
    translated = exercise.folder / f"README.{reader.language}.md"
    readme = next((file for file in (translated, in_english) if file.is_file()), None)
    if readme is not None:
        lines.append(texts("summary.read", file=reader.shown(readme)))
    if _has_lost_its_file(exercise, reader):
        command = f"{reader.coro_lessons} reset {exercise.id}"
        lines.append(texts("summary.missing", command=command))
    else:
        lines.append(texts("summary.edit", file=reader.shown(reader.answer_file(exercise))))
    lines.append(texts("summary.run", command=f"{reader.pytest} {reader.shown(exercise.folder)}"))
    if outcome.status != "not_started":
        lines.append(texts("summary.hint", command=f"{reader.coro_lessons} hint {exercise.id}"))
    return "\n".join(lines)


def _has_lost_its_file(exercise: Exercise, reader: Reader) -> bool:
    file = reader.answer_file(exercise)
    return file == exercise.answer_file and file.parent.is_dir() and not file.is_file()
