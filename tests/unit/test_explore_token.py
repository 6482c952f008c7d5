"""Tokens: short texts that mean one order each."""

from __future__ import annotations

import pytest

from pytest_coro_lessons.errors import CoroLessonsError
from pytest_coro_lessons.explore import Token, TokenError
from pytest_coro_lessons.explore.token import DEFAULT, Kind


@pytest.mark.parametrize(
    "text",
    ["0", "1", "0.1.0.1", "1-h1", "3.0.0.2-p11z.2-t0.1", "n1-s1", "c3", "c3.7", "1-c3-g", "g"],
)
def test_a_token_reads_what_it_writes(text: str) -> None:
    assert str(Token.parse(text)) == text


def test_zeros_at_the_end_do_not_count() -> None:
    assert Token.parse("0.1.0.0") == Token.parse("0.1")
    assert Token.parse("0.0-h0") == DEFAULT


def test_many_zeros_in_a_row_are_written_as_their_number() -> None:
    assert str(Token.of({Kind.TURN: [0, 0, 0, 1, 0, 0, 0, 0, 2]})) == "p0.0.0.1.4z.2"


def test_the_default_order_is_written_as_0() -> None:
    assert str(DEFAULT) == "0"
    assert DEFAULT.deviations == 0


def test_white_space_around_a_pasted_token_does_not_matter() -> None:
    assert Token.parse(" 0.1\n") == Token.parse("0.1")


def test_everything_that_departs_from_the_default_is_a_deviation() -> None:
    assert Token.parse("0.1.2-h1-c3.7-g").deviations == 6


def test_each_kind_of_choice_is_found_by_itself() -> None:
    token = Token.parse("0.1-h0.0.1")

    assert (token[Kind.ANSWER], token[Kind.HOLD], token[Kind.TIE]) == ((0, 1), (0, 0, 1), ())


@pytest.mark.parametrize(
    "text", ["", "x", "1-", "-1", "1..2", "1,2", "z", "1-1", "h1-h2", "q1", "0.9999999999z.1", "¹"]
)
def test_another_text_is_an_error_that_shows_it(text: str) -> None:
    with pytest.raises(TokenError, match="not the token of an order") as caught:
        Token.parse(text)

    assert repr(text) in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, CoroLessonsError)
