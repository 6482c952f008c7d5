"""The HTML report: one file that shows a whole course, with nothing to fetch.

Rule: what learners typed reaches the page through the template engine, which escapes it; the
page's policy lets no script run but its own, whose digest it names.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from pytest_coro_lessons.diagnostics import words
from pytest_coro_lessons.reports.days import Days
from pytest_coro_lessons.reports.timeline_svg import figure
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jinja2 import Template
    from markupsafe import Markup

    from pytest_coro_lessons.diagnostics import Diagnostic, Words
    from pytest_coro_lessons.grading import ExerciseOutcome, Outcome, Status
    from pytest_coro_lessons.reports.days import Day
    from pytest_coro_lessons.reports.rows import IntendedBar
    from pytest_coro_lessons.reports.timeline_svg import Figure
    from pytest_coro_lessons.timeline import Timeline

_SIGNS: Mapping[Status, str] = {"passed": "✓", "failed": "✗", "error": "!", "not_started": "○"}
_SCRIPT = "report.js"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one test beside its outcome.

    Attributes:
        intended: The shape that the exercise asks for.
        error: Why the test could not judge the answer.
    """

    timeline: Timeline | None = None
    intended: Timeline | Iterable[IntendedBar] | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    code: str
    place: str
    words: Words


@dataclass(frozen=True, slots=True)
class _Test:
    name: str
    step: str
    status: Status
    findings: tuple[_Finding, ...]
    error: str
    figure: Figure | None
    order: str
    """The order in which it fails, as lanes; empty if it fails in the usual one."""


@dataclass(frozen=True, slots=True)
class _Step:
    title: str
    status: Status
    points: int
    max_points: int


@dataclass(frozen=True, slots=True)
class _Exercise:
    id: str
    title: str
    status: Status
    points: int
    max_points: int
    file: str
    steps: tuple[_Step, ...]
    tests: tuple[_Test, ...]


@dataclass(frozen=True, slots=True)
class _Lesson:
    id: str
    title: str
    exercises: tuple[_Exercise, ...]


def html_report(
    outcomes: Sequence[ExerciseOutcome],
    seen: Mapping[tuple[str, str], Seen],
    language: str,
    *,
    shown: Callable[[Path | str], str] = str,
    history: Sequence[Day] = (),
) -> str:
    """Make the report of a course as one HTML document.

    Args:
        outcomes: of the exercises in the order of the course; one that was not run has no outcomes.
        seen: what else is known, by the exercise's id and the test's name.
        language: of the reader.
        shown: makes the path of a file short.
        history: the days on which something was tried, in their order.
    """
    page = _Page(seen, language, shown)
    lessons = tuple(page.lessons(outcomes))
    script = _script()
    max_points = sum(outcome.max_points for outcome in outcomes)
    return _template().render(
        lang=language,
        texts=page.texts,
        lessons=lessons,
        signs=_SIGNS,
        done=sum(outcome.status == "passed" for outcome in outcomes),
        count=len(outcomes),
        points_sum=sum(outcome.points for outcome in outcomes),
        max_points=max_points,
        history=Days(history, max_points) if history else None,
        following=next(_unfinished(lessons), None),
        script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _unfinished(lessons: Iterable[_Lesson]) -> Iterator[_Exercise]:
    exercises = (exercise for lesson in lessons for exercise in lesson.exercises)
    return (exercise for exercise in exercises if exercise.status != "passed")


@dataclass(frozen=True, slots=True)
class _Page:
    """Turns outcomes into what the template shows, in one language."""

    seen: Mapping[tuple[str, str], Seen]
    language: str
    shown: Callable[[Path | str], str]

    @property
    def texts(self) -> Texts:
        return Texts(__package__, self.language)

    def lessons(self, outcomes: Iterable[ExerciseOutcome]) -> Iterator[_Lesson]:
        for id_, group in groupby(outcomes, key=lambda outcome: outcome.exercise.lesson.id):
            found = list(group)
            title = found[0].exercise.lesson.title.in_language(self.language)
            yield _Lesson(id_, title, tuple(self._exercise(outcome) for outcome in found))

    def _exercise(self, outcome: ExerciseOutcome) -> _Exercise:
        exercise = outcome.exercise
        title = exercise.info.title.in_language(self.language)
        steps = tuple(
            _Step(
                title=step.step.title.in_language(self.language),
                status=step.status,
                points=step.points,
                max_points=step.step.points,
            )
            for step in outcome.steps
        )
        tests = [
            self._test(outcome, one, step.step.title.in_language(self.language))
            for step in outcome.steps
            for one in step.outcomes
        ]
        tests += [self._test(outcome, one, "") for one in outcome.other]
        return _Exercise(
            id=exercise.id,
            title=f"{exercise.number} {title}".strip(),
            status=outcome.status,
            points=outcome.points,
            max_points=outcome.max_points,
            file=self.shown(exercise.answer_file),
            steps=steps,
            tests=tuple(tests),
        )

    def _test(self, exercise: ExerciseOutcome, outcome: Outcome, step: str) -> _Test:
        seen = self.seen.get((exercise.exercise.id, outcome.test), Seen())
        findings = [self._finding(one) for one in outcome.diagnostics]
        drawn = None
        # Where no time passed, a picture of time shows nothing.
        if seen.timeline is not None and seen.timeline.spans and seen.timeline.seconds:
            drawn = figure(seen.timeline, language=self.language, intended=seen.intended)
        return _Test(
            name=outcome.test,
            step=step,
            status=outcome.status,
            findings=tuple(
                findings[:1] + [one for one in findings[1:] if one.code != findings[0].code]
            ),
            error=seen.error,
            figure=drawn,
            order=self._order(outcome),
        )

    def _order(self, outcome: Outcome) -> str:
        facts = outcome.diagnostics[0].facts if outcome.diagnostics else {}
        if "order" not in facts:
            return ""
        # Not at the top: few failures are about an order.
        from pytest_coro_lessons.reports.lanes_text import render_found

        return render_found(facts, language=self.language)

    def _finding(self, found: Diagnostic) -> _Finding:
        place = "" if found.file is None else self.shown(found.file)
        if place and found.line is not None:
            place = f"{place}:{found.line}"
        return _Finding(found.code, place, words(found, self.language))


@cache
def _template() -> Template:
    # Not at the top: most runs of pytest write no report.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    return environment.get_template("report.html.jinja")


def _prose(text: str) -> Markup:
    """Set what stands between backticks as code."""
    from markupsafe import Markup, escape

    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    code = Markup('<code translate="no">{}</code>')
    return Markup("").join(
        code.format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


@cache
def _script() -> str:
    file = resources.files(__package__) / "templates" / _SCRIPT
    # The digest is of the text as a browser sees it, whatever line ends the file has.
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")
