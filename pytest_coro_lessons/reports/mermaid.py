"""A run as Markdown for the summary of a GitHub Actions step, with the first failure as a chart.

Rule: the text stays far under the 1 MiB that a step may write, and nothing that a learner typed can
leave its place in the chart or the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_coro_lessons.diagnostics import words
from pytest_coro_lessons.reports import scale
from pytest_coro_lessons.reports.cells import fitted, tame
from pytest_coro_lessons.reports.markdown import prose
from pytest_coro_lessons.reports.rows import GOOD_ENDS, rows_of
from pytest_coro_lessons.reports.sentences import Teller
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_coro_lessons.grading import ExerciseOutcome, Outcome, Status
    from pytest_coro_lessons.reports.rows import Row
    from pytest_coro_lessons.timeline import Timeline

_MOST_EXERCISES = 500
_MOST_ROWS = 30
_LONGEST_NAME = 60
_SIGNS: dict[Status, str] = {
    "passed": "✅", "failed": "❌", "error": "⚠️", "not_started": "⬜"
}  # fmt: skip

# Mermaid reads `#…;` as a character; these would end a name, or begin something else.
_SPECIAL = re.compile(r"[^\w .,()\[\]{}='/+*-]")
_KEYWORD = re.compile(
    r"(acc|after|axis|call|click|date|excludes|gantt|href|includes|inclusive|section|tick|title|"
    r"today|top|until|vert|week|\d{4}-)",
    re.IGNORECASE,
)


def gantt(timeline: Timeline, language: str) -> str:
    """Draw a timeline as a Mermaid chart."""
    teller = Teller(timeline, language)
    factor, axis, tick = _axis(timeline.seconds)
    lines = [
        "gantt",
        f"    title {_SPECIAL.sub(_entity, teller.headline())}",
        "    dateFormat x",
        f"    axisFormat {axis}",
        f"    tickInterval {tick}",
        "    todayMarker off",
    ]
    for row in rows_of(timeline, _MOST_ROWS).rows:
        lines += [f"    {line}" for line in _bars(row, teller, factor)]
    return "\n".join(lines)


def step_summary(
    outcomes: Sequence[ExerciseOutcome], first_failure: Timeline | None, language: str
) -> str:
    """Write a run as Markdown: how far it is, every exercise, and what to do first.

    Args:
        outcomes: of the exercises in the order of the course.
        first_failure: the timeline of the test that :func:`first_failed` finds.
        language: of the reader.
    """
    texts = Texts(__package__, language)
    done = sum(outcome.status == "passed" for outcome in outcomes)
    headline = texts(
        "summary.all_done" if done == len(outcomes) else "summary.done",
        done=done,
        count=len(outcomes),
        points=sum(outcome.points for outcome in outcomes),
        max_points=sum(outcome.max_points for outcome in outcomes),
    )
    blocks = [f"## {texts('report.title')}", headline]
    failed = first_failed(outcomes)
    if failed is not None:
        blocks += _failure(*failed, texts)
        if first_failure is not None and first_failure.spans:
            blocks.append(f"```mermaid\n{gantt(first_failure, language)}\n```")
    blocks.append("\n".join(_table(outcomes, texts)))
    return "\n\n".join(blocks) + "\n"


def first_failed(outcomes: Sequence[ExerciseOutcome]) -> tuple[ExerciseOutcome, Outcome] | None:
    """Find the test to fix first, and the exercise that it belongs to."""
    for outcome in outcomes:
        found = [one for step in outcome.steps for one in step.outcomes]
        for one in (*found, *outcome.other):
            if one.status == "failed":
                return outcome, one
    return None


def _axis(total: float) -> tuple[float, str, str]:
    """Choose what one millisecond of the chart stands for, how it is written, and how often.

    The chart only knows dates; what it shows are the first moments of 1970.
    """
    # Whole seconds wherever there are two of them.
    most = min(8, int(total) + 2) if total >= 2 else 8
    step = scale.ticks(total, most)[1] if total > 0 else 1.0
    if step >= 1 and step == int(step):
        return 1e3, "%s s", f"{int(step)}second"
    if step >= 1e-3:
        return 1e3, "%Q ms", f"{round(step * 1e3)}millisecond"
    return 1e6, "%Q µs", f"{max(1, round(step * 1e6))}millisecond"


def _bars(row: Row, teller: Teller, factor: float) -> Iterator[str]:
    # Mermaid trims the space before a name, so the depth needs a character.
    name = _escaped(f"{'· ' * row.depth}{teller.label(row)}")
    start, end = round(row.start * factor), round(row.end * factor)
    tag = {"failed": "crit, ", "cancelled": "done, "}.get(row.outcome, "")
    if row.outcome not in GOOD_ENDS:
        name += f" ({_escaped(teller.outcome(row))})"
    if start == end:
        tag += "milestone, "
    yield f"{name} :{tag}{start}, {end}"
    for part in row.segments:
        if part.state == "blocking" and not row.folded:
            what = _escaped(f"{teller.texts('timeline.blocking')} {teller.what(part)}")
            yield f"{what} :crit, {round(part.start * factor)}, {round(part.end * factor)}"


def _escaped(text: str) -> str:
    text = fitted(tame(text), _LONGEST_NAME, "…")
    if _KEYWORD.match(text):
        return f"#{ord(text[0])};" + _SPECIAL.sub(_entity, text[1:])
    return _SPECIAL.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _failure(outcome: ExerciseOutcome, failed: Outcome, texts: Texts) -> Iterator[str]:
    yield f"### {prose(_title(outcome, texts))}"
    if failed.diagnostics:
        leading = failed.diagnostics[0]
        place = f" ({texts('timeline.line', line=leading.line)})" if leading.line else ""
        happened, *others = words(leading, texts.language)
        yield f"**{leading.code}**: {prose(happened)}{place}"
        yield from (prose(part) for part in others if part)


def _table(outcomes: Sequence[ExerciseOutcome], texts: Texts) -> Iterator[str]:
    columns = ("contents", "status", "of_points")
    yield "| " + " | ".join(texts(f"report.{column}") for column in columns) + " |"
    yield "| --- | --- | ---: |"
    for outcome in outcomes[:_MOST_EXERCISES]:
        status = f"{_SIGNS[outcome.status]} {texts(f'report.{outcome.status}')}"
        title = prose(_title(outcome, texts))
        yield f"| {title} | {status} | {outcome.points} / {outcome.max_points} |"
    rest = len(outcomes) - _MOST_EXERCISES
    if rest > 0:
        yield f"| {texts('timeline.more', count=rest)} | | |"


def _title(outcome: ExerciseOutcome, texts: Texts) -> str:
    exercise = outcome.exercise
    return f"{exercise.number} {exercise.info.title.in_language(texts.language)}".strip()
