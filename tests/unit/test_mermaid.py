"""Promises of the step summary: small, in the reader's language, and nothing escapes its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.reports.mermaid import gantt, step_summary
from pytest_coro_lessons.reports.rows import intended_timeline

from .courses import exercise
from .timelines import ALL, Bar, Story, sleeping

if TYPE_CHECKING:
    from collections.abc import Callable

TEA, COFFEE = exercise("make-tea", 1), exercise("make-coffee", 2)
SLOW = Diagnostic(
    "CL201",
    {"count": 3, "actual": 4.5, "expected": 2.0, "sum": 4.5, "operation": "fetch"},
    "/course/exercise.py",
    6,
)
OUTCOMES = [
    grade(TEA, [Outcome("test_boils", "passed")]),
    grade(COFFEE, [Outcome("test_boils", "failed", (SLOW,))]),
]


def bars(chart: str) -> list[str]:
    """The names of a chart's bars."""
    return [line.partition(" :")[0].strip() for line in chart.splitlines() if " :" in line]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_summary_is_as_it_was_looked_at(
    golden: Callable[[str, str], None], language: str
) -> None:
    golden(
        f"step_summary.{language}.md",
        step_summary(OUTCOMES, ALL["one_after_another"], language),
    )


def test_a_chart_has_a_bar_for_each_row_in_milliseconds() -> None:
    assert gantt(ALL["task_group"], "en").splitlines() == [
        "gantt",
        "    title 2 s, up to 3 waits at once",
        "    dateFormat x",
        "    axisFormat %s s",
        "    tickInterval 1second",
        "    todayMarker off",
        "    your code :0, 2000",
        "    #183; a :0, 1000",
        "    #183; b :0, 2000",
        "    #183; c :0, 1500",
    ]


def test_a_blocking_call_has_a_bar_of_its_own() -> None:
    chart = gantt(ALL["blocked"], "en")

    assert "    BLOCKING everyone time.sleep :crit, 1000, 3000" in chart.splitlines()


def test_bad_ends_are_told_in_words() -> None:
    chart = gantt(ALL["bad_ends"], "es")

    assert "    #183; slow (cancelada) :done, 0, 2000" in chart.splitlines()


def test_what_takes_no_time_is_a_milestone() -> None:
    assert "    #183; greet('Ana') :milestone, 0, 0" in gantt(ALL["no_time"], "en").splitlines()


@pytest.mark.parametrize(
    ("seconds", "axis", "tick", "end"),
    [
        (40, "%s s", "10second", 40_000),
        (1.5, "%Q ms", "500millisecond", 1_500),
        (0.000_5, "%Q µs", "100millisecond", 500),
    ],
)
def test_the_axis_fits_the_time(seconds: float, axis: str, tick: str, end: int) -> None:
    chart = gantt(Story(seconds, sleeping(0, seconds)).timeline(), "en").splitlines()

    assert (chart[3], chart[4]) == (f"    axisFormat {axis}", f"    tickInterval {tick}")
    assert chart[-1].endswith(f":0, {end}")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a: b; c", "a#58; b#59; c"),
        ('say("#1")', "say(#34;#35;1#34;)"),
        ("```\nnew", "#96;#96;#96; new"),
        ("title of it", "#116;itle of it"),
        ("2024-01-01", "#50;024-01-01"),
        ("%% comment", "#37;#37; comment"),
        ("<b>&amp;", "#60;b#62;#38;amp#59;"),
    ],
)
def test_no_name_breaks_the_chart(name: str, written: str) -> None:
    # A bar without depth begins where the chart's own words would stand.
    chart = gantt(intended_timeline([Bar(name, 0, 1)]), "en")

    assert bars(chart) == [written]


def test_no_name_breaks_out_of_the_fence() -> None:
    story = Story(1)
    story.add("```\n# <script>", 0, 1, sleeping(0, 1))

    summary = step_summary(OUTCOMES, story.timeline(), "en")

    assert summary.count("```") == 2
    assert "<script>" not in summary


def test_what_the_code_said_does_not_become_markup() -> None:
    raised = Diagnostic("CL602", {"error": "ValueError", "message": "| <b>*no*</b> [x](y)"})
    failed = grade(TEA, [Outcome("test_boils", "failed", (raised,))])

    summary = step_summary([failed], None, "en")

    assert r"\| \<b\>\*no\*\</b\> \[x\](y)" in summary


def test_without_a_failure_there_is_no_chart() -> None:
    summary = step_summary(OUTCOMES[:1], None, "en")

    assert "mermaid" not in summary
    assert "The exercise is done: 5 of 5 points." in summary


def test_without_a_timeline_the_failure_is_told_all_the_same() -> None:
    summary = step_summary(OUTCOMES, None, "en")

    assert "mermaid" not in summary
    assert "**CL201**" in summary


def test_the_summary_stays_far_under_a_mebibyte() -> None:
    endless = Diagnostic("CL602", {"error": "ValueError", "message": "é" * 1_000_000})
    failed = grade(TEA, [Outcome("test_boils", "failed", (endless,))])
    story = Story(3000)
    for at in range(3000):
        story.add(f"{'x' * 500}_{at}()", at, at + 1, sleeping(at, at + 1))

    summary = step_summary([failed] * 2000, story.timeline(), "en")

    assert len(summary.encode()) < 100_000
    assert "… 1500 more" in summary
