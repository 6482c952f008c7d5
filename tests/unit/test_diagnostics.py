"""Diagnostics, their words, their language, and values as short text."""

from __future__ import annotations

import asyncio
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.diagnostics import (
    CheckFailed,
    Diagnostic,
    choose_language,
    language,
    set_language,
    shorten,
    tidy,
    told,
    words,
)
from pytest_coro_lessons.diagnostics.catalogue import catalogue, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NEVER_AWAITED = Diagnostic(
    "CL401", {"name": "say", "call": "say('Ana')", "count": 1}, "exercise.py", 4
)


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Catalogues of the test's own, by language."""
    own: dict[str, dict[str, Any]] = {"en": {}, "es": {}}

    def texts_of(code: str, language: str) -> Any:
        return own[language].get(code, {})

    monkeypatch.setattr("pytest_coro_lessons.diagnostics.catalogue.texts_of", texts_of)
    return own


def entry(happened: Any, **more: Any) -> dict[str, Any]:
    return {"happened": happened, "why": "because", "next": "look", **more}


# Words.


def test_words_have_three_parts_with_the_facts_and_the_place_in_them() -> None:
    happened, why, then = words(NEVER_AWAITED, "en")

    assert happened == "`say('Ana')` made a coroutine that nobody awaited."
    assert why.startswith("Calling a coroutine function runs nothing")
    assert "in line 4" in then


def test_an_optional_text_goes_when_its_fact_is_missing() -> None:
    unplaced = Diagnostic("CL401", NEVER_AWAITED.facts)

    assert words(unplaced, "en").next.startswith("Look at the call: what")


@pytest.mark.parametrize("missing", [None, "", []])
def test_an_optional_text_goes_when_its_fact_is_empty(entries: Any, missing: Any) -> None:
    entries["en"]["CL1"] = entry("Here[[ and {there}]].")

    assert words(Diagnostic("CL1", {"there": missing}), "en").happened == "Here."


def test_zero_is_a_fact_that_is_there(entries: Any) -> None:
    entries["en"]["CL1"] = entry("[[At {at} s.]]")

    assert words(Diagnostic("CL1", {"at": 0}), "en").happened == "At 0 s."


def test_the_count_picks_singular_or_plural(entries: Any) -> None:
    entries["en"]["CL1"] = entry({"one": "a task", "other": "{count} tasks"})

    assert words(Diagnostic("CL1", {"count": 1}), "en").happened == "a task"
    assert words(Diagnostic("CL1", {"count": 0}), "en").happened == "0 tasks"


def test_a_case_replaces_the_parts_it_has_and_keeps_the_others(entries: Any) -> None:
    entries["en"]["CL1"] = entry("base", case={"special": {"why": "specially"}})

    assert words(Diagnostic("CL1", {"case": "special"}), "en") == ("base", "specially", "look")
    assert words(Diagnostic("CL1", {"case": "unknown"}), "en") == ("base", "because", "look")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (6.0, "6"),
        (0.1, "0.1"),
        (315_360_000.001, "315360000.001"),
        (1e-9, "1e-09"),
        (3, "3"),
        (["a", "b"], "a, b"),
        ([1, 2.0, 3, 4, 5, 6, 7], "1, 2, 3, 4, 5, … (+2)"),
        ("text", "text"),
    ],
)
def test_a_fact_is_shown(entries: Any, value: Any, shown: str) -> None:
    entries["en"]["CL1"] = entry("{value}")

    assert words(Diagnostic("CL1", {"value": value}), "en").happened == shown


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (5, "0, 0, 1, 1, 2, … (+4) | 0, 0, 1, 1, 2, … (+2)"),
        (6, "…, 1, 2, 5, 5, … (+2) | …, 1, 2, 3, 3"),
        (8, "…, 5, 5, 6, 6 | …, 3, 3"),
    ],
)
def test_two_lists_are_shown_where_they_differ(entries: Any, place: int, shown: str) -> None:
    entries["en"]["CL1"] = entry("{actual} | {expected}")
    facts: Any = {"actual": [0, 0, 1, 1, 2, 5, 5, 6, 6], "expected": [0, 0, 1, 1, 2, 3, 3]}

    found = words(Diagnostic("CL1", {**facts, "place": place}), "en")

    assert found.happened == shown


def test_a_text_missing_in_spanish_is_told_in_english(entries: Any) -> None:
    entries["en"]["CL1"] = entry("hello")

    assert words(Diagnostic("CL1"), "es").happened == "hello"


def test_a_missing_text_or_fact_is_named_and_never_fails(entries: Any) -> None:
    entries["en"]["CL1"] = entry("{nobody} knows")

    assert words(Diagnostic("CL1"), "en").happened == "{nobody} knows"
    assert words(Diagnostic("CL2"), "en").happened == "(no words for CL2.happened)"


def test_facts_with_braces_are_shown_as_they_are() -> None:
    found = Diagnostic("CL601", {"actual": "{1: 'a'}", "expected": "{line}", "of": None})

    assert words(found, "en").happened == "Result: {1: 'a'}. Expected: {line}."


# The verdict.


def test_a_failed_check_reads_as_code_and_three_paragraphs() -> None:
    paragraphs = str(CheckFailed(NEVER_AWAITED)).split("\n\n")

    assert len(paragraphs) == 3
    assert paragraphs[0].startswith("CL401: `say('Ana')`")


def test_a_failed_check_follows_the_language_of_the_moment_it_is_read() -> None:
    failure = CheckFailed(NEVER_AWAITED)

    set_language("es")

    assert "creó una corrutina que nadie esperó" in str(failure)
    assert str(failure) == told(NEVER_AWAITED, "es")


def test_a_failed_check_is_an_assertion_of_the_public_package() -> None:
    assert issubclass(CheckFailed, AssertionError)
    assert CheckFailed.__module__ == "pytest_coro_lessons"


def test_diagnostics_can_be_pickled_and_compared() -> None:
    assert pickle.loads(pickle.dumps(NEVER_AWAITED)) == NEVER_AWAITED


# The language.


@pytest.mark.parametrize(
    ("environ", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "es_MX", "LANG": "en_US.UTF-8"}, "es"),
        ({"LC_ALL": "C", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LANGUAGE": "de:es:en", "LANG": "en_US.UTF-8"}, "es"),
        ({"LANGUAGE": "", "LANG": "es_ES@euro"}, "es"),
        ({"LANGUAGE": "de", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LANG": "es_ES.UTF-8", "PYTEST_CORO_LESSONS_LANG": "en"}, "en"),
        ({"PYTEST_CORO_LESSONS_LANG": "es-AR"}, "es"),
    ],
)
def test_the_environment_chooses_as_gettext_does(environ: Mapping[str, str], chosen: str) -> None:
    assert choose_language(None, None, environ) == chosen


def test_the_option_comes_before_the_ini_value_and_that_before_the_environment() -> None:
    environ = {"PYTEST_CORO_LESSONS_LANG": "en"}

    assert choose_language("es", "en", environ) == "es"
    assert choose_language(None, "es", environ) == "es"
    assert choose_language("", "", environ) == "en"


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        (("de", None, {}), "--coro-lang"),
        ((None, "de", {}), "coro_lang"),
        ((None, None, {"PYTEST_CORO_LESSONS_LANG": "de"}), "PYTEST_CORO_LESSONS_LANG"),
    ],
)
def test_an_unknown_language_that_was_asked_for_is_an_error_that_lists_the_known(
    asked: Any, where: str
) -> None:
    with pytest.raises(ValueError, match=f"{where} must be one of en, es; got 'de'"):
        choose_language(*asked)


def test_the_current_language_must_have_words() -> None:
    with pytest.raises(ValueError, match="must be one of en, es; got 'fr'"):
        set_language("fr")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", catalogue("en"))
def test_each_code_is_read_by_itself_as_it_is_among_all(code: str, language: str) -> None:
    assert texts_of(code, language) == catalogue(language)[code]


def test_a_code_without_words_has_no_texts() -> None:
    assert texts_of("CL20", "en") == texts_of("201", "en") == {}


def test_both_catalogues_are_read_from_the_package() -> None:
    assert catalogue("en").keys() == catalogue("es").keys() != set()


# Values as text.


def test_a_value_is_shown_without_its_address() -> None:
    assert shorten([object(), lambda: 1]) == (
        "[<object object>, <function test_a_value_is_shown_without_its_address.<locals>.<lambda>>]"
    )


def test_a_task_is_shown_by_what_it_runs_and_by_a_name_that_was_given() -> None:
    async def fetch() -> str:
        return "page"

    async def main() -> str:
        tasks = [asyncio.create_task(fetch(), name="first"), asyncio.create_task(fetch())]
        await asyncio.wait(tasks)
        return shorten(tasks)

    assert asyncio.run(main()) == "[<Task 'first' fetch()>, <Task fetch()>]"


def test_a_long_value_keeps_both_ends() -> None:
    short = shorten("x" * 5_000 + "end")

    assert len(short) <= 120
    assert short.startswith("'xxx")
    assert short.endswith("xend'")


def test_a_set_is_shown_in_an_order_of_its_own() -> None:
    assert shorten({"c", "a", "b"}) == "{'a', 'b', 'c'}"


def test_a_broken_repr_does_not_break_the_check() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise ValueError("no")

    assert shorten(Broken()).startswith("<Broken instance")


def test_a_text_is_put_on_one_line() -> None:
    assert tidy("a\nb at 0x7f00") == "a b"


# The piece of timeline that proves it.


def test_spans_are_drawn_between_what_happened_and_why() -> None:
    spans = [
        {"name": "work('a')", "start": 1.0, "end": 2.0},
        {"name": "work('b')", "start": 2.0, "end": None},
        {"name": "beat()", "start": 3.0, "end": 3.0},
    ]

    happened, drawn, *_ = told(Diagnostic("CL207", {"spans": spans})).split("\n\n")

    assert happened.startswith("CL207: ")
    assert drawn.splitlines() == [
        "  work('a')  [---------------]                  1-2 s",
        "  work('b')                  [--------------->  2 s ...",
        "  beat()                                     |  3 s",
    ]


def test_spans_at_one_instant_are_drawn_without_a_scale() -> None:
    spans = [{"name": "a" * 40, "start": 1.5, "end": 1.5}]

    lines = told(Diagnostic("CL207", {"spans": spans})).splitlines()

    assert lines[2] == f"  {'a' * 11}...{'a' * 10}  |{' ' * 34}1.5 s"


def test_without_spans_nothing_is_drawn() -> None:
    assert "[-" not in told(Diagnostic("CL207"))
