"""The catalogues of words: complete, alike in both languages, short and without scolding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.diagnostics import LANGUAGES, words
from pytest_coro_lessons.diagnostics.catalogue import Words, catalogue, fields

from . import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARTS = set(Words._fields)
BANNED = {"just", "simply", "obviously", "simplemente", "obviamente"}
LONGEST_PART = 3 * 80


def walk(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
        return
    for name, inner in value.items():
        yield from walk(f"{key}.{name}".lstrip("."), inner)


def texts(language: str) -> dict[str, str]:
    """Every text of a catalogue, under a dotted key such as ``CL401.case.block.why.one``."""
    return dict(walk("", catalogue(language)))


def sample_of(key: str) -> str:
    """The name of the sample that a text is told for."""
    code, *rest = key.split(".")
    return f"{code}.{rest[1]}" if rest[0] == "case" else code


def optional(text: str) -> list[set[str]]:
    return [fields(part) for part in re.findall(r"\[\[(.*?)\]\]", text)]


EN, ES = texts("en"), texts("es")


def test_both_languages_have_the_same_keys() -> None:
    assert EN.keys() == ES.keys()


def test_both_languages_show_the_same_facts() -> None:
    assert [key for key in EN if fields(EN[key]) != fields(ES[key])] == []


def test_both_languages_leave_out_the_same_facts_when_they_are_missing() -> None:
    assert [key for key in EN if optional(EN[key]) != optional(ES[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_all_three_parts(language: str) -> None:
    assert [code for code, entry in catalogue(language).items() if not entry.keys() >= PARTS] == []


def test_every_plural_has_both_forms() -> None:
    plurals = {key.rpartition(".")[0] for key in EN if key.endswith((".one", ".other"))}

    assert plurals
    assert {f"{key}.{form}" for key in plurals for form in ("one", "other")} <= EN.keys()


def test_every_plural_is_about_a_count() -> None:
    plurals = [sample_of(key) for key in EN if key.endswith(".one")]

    assert [name for name in plurals if "count" not in samples.ALL[name].facts] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "is_wrong",
    [
        pytest.param(lambda text: text != text.strip(), id="spaces at its ends"),
        pytest.param(lambda text: BANNED & set(re.findall(r"\w+", text.lower())), id="scolding"),
        pytest.param(lambda text: "!" in text, id="exclamation mark"),
        pytest.param(lambda text: "\n" in text, id="line breaks"),
        pytest.param(lambda text: text.count("[[") != text.count("]]"), id="open bracket"),
        pytest.param(lambda text: text.count("`") % 2, id="open backtick"),
        pytest.param(lambda text: re.search(r"\d,\d", text), id="decimal comma"),
    ],
)
def test_no_text_has(is_wrong: Callable[[str], object], language: str) -> None:
    assert {key: text for key, text in texts(language).items() if is_wrong(text)} == {}


def test_every_code_and_case_has_a_sample() -> None:
    assert {sample_of(key) for key in EN} == samples.ALL.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples.ALL)
def test_every_part_is_told_whole_and_in_at_most_three_lines(name: str, language: str) -> None:
    told = words(samples.ALL[name], language)

    assert max(map(len, told)) <= LONGEST_PART
    assert re.findall(r"\{\w+\}|no words", " ".join(told)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_reads_as_in_the_golden_file(
    language: str, golden: Callable[[str, str], None]
) -> None:
    told = [f"## {name}\n\n{samples.tell(name, language)}\n" for name in samples.ALL]

    golden(f"diagnostics.{language}.txt", "\n".join(told))
