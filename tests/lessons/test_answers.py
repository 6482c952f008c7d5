"""The promises about answers that hold for every exercise folder."""

import re

from pytest_coro_lessons.diagnostics import Diagnostic, words


def test_the_stub_is_not_started(subject, untouched):
    found = untouched[subject.id]

    assert (found.status, found.passed) == ("not_started", set()), found.output


def test_a_right_answer_passes_with_warnings_as_errors(right, graded):
    _, file = right

    assert (graded[file].status, graded[file].codes) == ("passed", []), graded[file].output


def test_a_wrong_answer_fails_exactly_the_tests_it_declares(wrong, graded):
    exercise, answer = wrong
    found = graded[exercise.folder / answer.file]

    assert (found.status, found.failed) == ("failed", set(answer.fails)), found.output
    assert found.passed == set(exercise.info.tests) - set(answer.fails)


def test_a_wrong_answer_gets_the_code_it_declares_first(wrong, graded):
    exercise, answer = wrong
    found = graded[exercise.folder / answer.file]

    assert found.codes[:1] == [answer.says], found.output


def test_a_wrong_answer_is_told_in_both_languages(wrong, graded):
    exercise, answer = wrong
    found = graded[exercise.folder / answer.file].diagnostics[0]
    diagnostic = Diagnostic(found.code, found.facts, found.file, found.line)

    english, spanish = words(diagnostic, "en"), words(diagnostic, "es")

    assert not re.search(r"\(no words|\{\w*\}", "".join(english + spanish))
    assert all(one != other for one, other in zip(english, spanish, strict=True) if one)


# The budget is a second of a quiet machine. This one may be shared and many times slower, so that
# only an answer that hangs or grows out of hand is found here.
BUDGET = 30.0


def test_a_right_answer_keeps_the_time_budget(right, graded):
    _, file = right

    assert graded[file].slowest < BUDGET


def test_a_wrong_answer_keeps_the_time_budget(wrong, graded):
    exercise, answer = wrong

    assert graded[exercise.folder / answer.file].slowest < BUDGET
