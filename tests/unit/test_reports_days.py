"""Promises of progress over time in the report: a line through the days, and a table of them."""

from datetime import date

import pytest

from pytest_coro_lessons.grading import grade
from pytest_coro_lessons.progress.history import Day
from pytest_coro_lessons.reports.days import Days
from pytest_coro_lessons.reports.html import html_report

from .courses import exercise

MONDAY = Day(date(2026, 3, 2), attempts=3, points=5, solved=1)
THURSDAY = Day(date(2026, 3, 5), attempts=4, points=10, solved=2)


def test_the_line_steps_up_where_points_were_won():
    # Four days from left to right, ten points from bottom to top.
    assert Days([MONDAY, THURSDAY], 10).line == "M4 116H4V60H448V4H596"


def test_one_day_is_a_line_as_well():
    assert Days([THURSDAY], 10).line == "M4 116H4V4H596"


def test_a_course_without_points_has_a_line_at_the_bottom():
    assert Days([Day(date(2026, 3, 2), 1, 0, 0)], 0).line == "M4 116H4V116H596"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "7 attempts from 2026-03-02 to 2026-03-05: 10 of 5 points."),
        ("es", "7 intentos del 2026-03-02 al 2026-03-05: 10 de 5 puntos."),
    ],
)
def test_the_report_says_the_same_in_words_and_as_a_table(language, told):
    outcomes = [grade(exercise("make-tea", 1), [])]

    page = html_report(outcomes, {}, language, history=[MONDAY, THURSDAY])

    assert told in page
    assert '<th scope="row">2026-03-05</th><td>4</td><td>2</td><td>10</td>' in page


def test_without_attempts_there_is_no_such_part():
    page = html_report([grade(exercise("make-tea", 1), [])], {}, "en")

    assert "_history" not in page
