"""What may come next, by the ranges of the answers and the deadlines of the timers."""

from __future__ import annotations

import itertools

import pytest

from pytest_coro_lessons.explore.answers import NEVER, Answer, Owed

NUMBERS = itertools.count()


def owed(*ranges: tuple[int, int, int]) -> Owed:
    """Answers with these ``lo``, nominal and ``hi``, named after their nominal instants."""
    answers = Owed()
    for lo, nominal, hi in ranges:
        answers.add(Answer(lo, nominal, hi, next(NUMBERS), None, nominal))
    return answers


def options(answers: Owed, now: int = 0, deadline: int = NEVER) -> list[tuple[list[object], int]]:
    """Each option as what comes, with a 0 for the timers, and when."""
    return [
        (
            [*(answer.source for answer in option.answers), *([0] if option.timers else [])],
            option.at,
        )
        for option in answers.options(now, deadline)
    ]


def test_the_first_option_is_what_is_due_at_the_next_nominal_instant() -> None:
    assert options(owed((30, 30, 30)))[0] == ([30], 30)


def test_an_answer_overtakes_another_one_that_may_take_as_long() -> None:
    assert options(owed((10, 30, 90), (10, 50, 90))) == [([30], 30), ([50], 50)]


def test_time_stops_at_the_latest_instant_of_the_one_that_is_overtaken() -> None:
    assert options(owed((10, 30, 40), (10, 50, 90)))[1] == ([50], 40)


def test_an_answer_that_cannot_have_come_yet_overtakes_nobody() -> None:
    assert options(owed((10, 30, 40), (45, 50, 90))) == [([30], 30)]


def test_a_timer_fires_before_an_answer_that_may_take_longer() -> None:
    assert options(owed((10, 30, 90)), deadline=50) == [([30], 30), ([0], 50)]


def test_a_timer_never_fires_before_an_answer_that_must_have_come() -> None:
    assert options(owed((10, 30, 40)), deadline=50) == [([30], 30)]


def test_an_answer_comes_before_a_timer_only_before_its_deadline() -> None:
    assert options(owed((10, 60, 90)), deadline=50) == [([0], 50), ([60], 49)]
    assert options(owed((50, 60, 90)), deadline=50) == [([0], 50), ([60], 50)]
    assert options(owed((51, 60, 90)), deadline=50) == [([0], 50)]


def test_what_is_due_at_one_instant_comes_together_or_one_by_one() -> None:
    answers = owed((10, 30, 90), (10, 30, 90))

    assert options(answers) == [([30, 30], 30), ([30], 30), ([30], 30)]


def test_a_timer_that_is_due_with_an_answer_comes_with_it_before_it_or_after_it() -> None:
    assert options(owed((10, 30, 90)), deadline=30) == [([30, 0], 30), ([30], 29), ([0], 30)]


def test_time_does_not_go_back_for_what_was_overtaken() -> None:
    assert options(owed((10, 30, 90), (10, 50, 90)), now=60)[0] == ([30, 50], 60)


def test_after_the_loop_was_blocked_all_that_is_overdue_may_come() -> None:
    assert options(owed((10, 30, 40), (10, 50, 90)), now=95) == [
        ([30, 50], 95),
        ([30], 95),
        ([50], 95),
    ]


def test_an_answer_without_an_end_lets_every_timer_go_first() -> None:
    assert options(owed((10, 30, NEVER)), deadline=5_000) == [([30], 30), ([0], 5_000)]


def test_options_are_in_the_order_in_which_they_would_come() -> None:
    answers = owed((0, 70, 90), (0, 20, 90), (0, 50, 90))

    assert options(answers, deadline=60) == [([20], 20), ([50], 50), ([0], 60), ([70], 59)]


@pytest.mark.parametrize(("now", "could_come"), [(5, []), (10, [30]), (20, [30, 50])])
def test_only_what_may_have_come_comes_while_the_clock_stands(
    now: int, could_come: list[int]
) -> None:
    answers = owed((10, 30, 90), (20, 50, 90))

    assert [answer.source for answer in answers.before(now)] == could_come


def test_an_answer_that_nobody_waits_for_is_owed_no_more() -> None:
    answers = owed((10, 30, 90))
    (answer,) = answers

    answers.discard(answer)
    answers.discard(answer)

    assert len(answers) == 0
