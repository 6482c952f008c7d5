"""Promises of the terminal's picture of a timeline."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons.reports.bars import ASCII, UNICODE
from pytest_coro_lessons.reports.cells import fitted, in_ascii, tame, width_of, wrapped
from pytest_coro_lessons.reports.scale import ticks
from pytest_coro_lessons.reports.sentences import seconds
from pytest_coro_lessons.reports.timeline_text import MARKUP, fits, lines, render
from pytest_coro_lessons.timeline import Segment, Span, Timeline

from .recordings import recorded
from .timelines import ALL, AT_ONCE, Bar, Story, blocking, sleeping, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

SEQUENTIAL = ALL["one_after_another"]
EXPECTED = """\
4.5 s, never more than 1 wait at once
virtual seconds   0           1           2            3           4
your code         ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┤ 4.5 s
  fetch('a', 1)   ├───────────┤                                              1 s
  fetch('b', 2)               ├────────────────────────┤                     2 s
  fetch('c', 1.5)                                      ├─────────────────┤ 1.5 s
─ sleeping  ┄ inside a call below
line 6: fetch('b', 2) starts only when fetch('a', 1) has ended"""


def rows(text: str) -> list[str]:
    """The lines with bars: those that end with a length."""
    return [line for line in text.splitlines() if line.endswith(" s") and "[" in line]


def test_three_awaits_in_a_row_are_a_staircase() -> None:
    assert render(SEQUENTIAL) == EXPECTED


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ALL)
def test_pictures_are_as_they_were_looked_at(
    golden: Callable[[str, str], None], name: str, language: str
) -> None:
    drawn = [render(ALL[name], unicode=one, language=language, detail=1) for one in (True, False)]

    golden(f"timeline/{name}.{language}.txt", "\n\n".join(drawn))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_picture_with_the_intended_shape_is_as_it_was_looked_at(
    golden: Callable[[str, str], None], language: str
) -> None:
    golden(
        f"timeline/intended.{language}.txt",
        render(SEQUENTIAL, intended=AT_ONCE, language=language),
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("name", ALL)
def test_no_line_is_wider_than_the_terminal(name: str, unicode: bool, language: str) -> None:
    wider = [
        (width, line)
        for width in range(40, 201)
        for line in render(
            ALL[name], width=width, unicode=unicode, language=language, intended=AT_ONCE, detail=1
        ).splitlines()
        if width_of(line) > width
    ]

    assert wider == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ALL)
def test_the_ascii_form_is_ascii(name: str, language: str) -> None:
    drawn = render(ALL[name], unicode=False, language=language, intended=AT_ONCE, detail=1)

    assert drawn.isascii()


@pytest.mark.parametrize("name", ALL)
def test_pieces_are_the_text_that_is_rendered(name: str) -> None:
    pieces = lines(ALL[name])

    text = "\n".join("".join(text for text, _ in line).rstrip() for line in pieces)
    assert text == render(ALL[name])


@pytest.mark.parametrize("signs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_state_has_a_sign_of_its_own(signs: object) -> None:
    legend = signs.legend  # type: ignore[attr-defined]

    assert len(set(legend.values())) == len(legend)


def test_every_state_has_a_colour_of_its_own() -> None:
    assert {"blocking", "ready", "sleeping", "waiting", "cancelled", "failed"} <= MARKUP.keys()


def test_only_what_occurs_is_in_the_legend() -> None:
    legend = render(ALL["task_group"]).splitlines()[-1]

    assert legend == "─ sleeping  · waiting"


def test_bars_say_what_they_wait_for_where_there_is_room() -> None:
    story = Story(10, waiting(0, 9, "Queue.get"), waiting(9, 10, "Lock.acquire"))

    (row,) = rows(render(story.timeline(), unicode=False))

    assert ".. Queue.get .." in row
    assert "Lock" not in row


def test_a_blocking_call_is_seen_however_short_it_is() -> None:
    story = Story(1000, sleeping(0, 999.999), blocking(999.999, 1000))

    drawn = render(story.timeline(), unicode=False, width=40)

    assert "#]" in drawn
    assert "BLOCKED for 0.001 s" in drawn


def test_a_blocking_call_in_a_bar_of_one_column_is_seen() -> None:
    story = Story(1000)
    story.add("f()", 500, 500.1, blocking(500, 500.1))

    *_, row = rows(render(story.timeline(), unicode=False).replace("#", "[#"))

    assert row.split()[1] == "[#"


def test_waits_that_follow_each_other_are_told_apart() -> None:
    story = Story(2, sleeping(0, 1), sleeping(1, 2))

    assert "-+-" in render(story.timeline(), unicode=False)


def test_a_crowd_of_waits_is_not_cut_up() -> None:
    story = Story(40, *(sleeping(at, at + 1) for at in range(40)))

    assert "+" not in render(story.timeline(), unicode=False)


def test_repeats_are_folded_and_counted() -> None:
    drawn = render(ALL["forty"])

    assert "… 37 more" in drawn
    assert "fetch × 40, first 3 shown; 1 of the others failed" in drawn


def test_twelve_rows_at_most() -> None:
    counts = {name: len(rows(render(ALL[name], unicode=False))) for name in ALL}

    assert max(counts.values()) <= 12


def test_yours_and_intended_share_the_twelve_rows() -> None:
    many = [Bar(f"job-{number}", number, number + 1) for number in range(20)]

    drawn = render(ALL["nested"], intended=many, unicode=False)

    assert 2 < len(rows(drawn)) <= 12


def test_yours_and_intended_have_one_scale() -> None:
    yours, *_, intended = rows(render(SEQUENTIAL, intended=[Bar("a", 3, 4.5)], unicode=False))

    assert intended.index("[") > yours.index("[") + 30
    assert intended.index("]") == yours.index("]")


def test_an_intended_bar_shows_how_it_is_meant_to_end() -> None:
    outcomes = "ok", "failed", "cancelled"
    asked = [Bar(outcome, 0, 1, outcome) for outcome in outcomes]

    drawn = render(SEQUENTIAL, intended=asked, unicode=False)

    assert [row.split()[1][-1] for row in drawn.splitlines() if row.startswith(outcomes)] == [
        "]",
        "!",
        "x",
    ]
    assert "! failed" in drawn


def test_an_intended_timeline_serves_as_well_as_bars() -> None:
    drawn = render(SEQUENTIAL, intended=ALL["task_group"])

    assert "intended: 2 s, up to 3 waits at once" in drawn


def test_quiet_is_the_headline_and_the_most_important_note() -> None:
    assert render(ALL["blocked"], detail=-1) == (
        "4.5 s, BLOCKED for 4.5 s of it\nline 2: time.sleep BLOCKED everyone 3 times, 4.5 s in all"
    )


def test_detail_tells_who_woke_whom() -> None:
    drawn = render(ALL["producer_and_consumer"], detail=1)

    assert "  1 s: producer woke consumer (Queue.get)" in drawn


def test_an_exception_is_told_where_it_began() -> None:
    (note,) = [line for line in render(ALL["bad_ends"]).splitlines() if "ValueError" in line]

    assert note == "line 7: broken failed at 2 s: ValueError: <no> & no"


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "have no row of their own"), ("es", "no tienen fila propia")],
)
def test_what_is_too_deep_for_a_row_is_counted(language: str, told: str) -> None:
    timeline = recorded("""
        async def main():
            await deeper(20)

        async def deeper(times):
            await (deeper(times - 1) if times else asyncio.sleep(1))
        """)

    drawn = render(timeline, language=language)

    count = re.search(rf"(\d+) .* {told}", drawn)
    assert count is not None
    assert drawn.count("├") + int(count[1]) == 21


def test_a_failure_whose_exception_was_not_seen_is_told_by_its_sign_alone() -> None:
    timeline = ALL["bad_ends"]
    unseen = replace(timeline, spans=tuple(replace(span, error=None) for span in timeline.spans))

    drawn = render(unseen)

    assert "failed at" not in drawn
    assert "! failed" in drawn


def test_lines_of_several_files_are_told_with_the_file() -> None:
    story = Story(2, Segment("sleeping", 0, 1, "sleep(1)", r"C:\course\other.py", 4))
    story.add("f()", 1, 2, blocking(1, 2))

    assert "exercise.py:2: time.sleep BLOCKED" in render(story.timeline())


def test_control_and_direction_characters_do_not_reach_the_terminal() -> None:
    drawn = render(ALL["odd_names"])

    assert "\x1b" not in drawn
    assert "\u202e" not in drawn


def test_a_timeline_that_went_through_json_looks_the_same() -> None:
    again = Timeline.from_json(ALL["bad_ends"].to_json())

    assert render(again) == render(ALL["bad_ends"])


@pytest.mark.parametrize(
    ("encoding", "can"),
    [("utf-8", True), ("ascii", False), ("cp1252", False), ("nonsense", False), (None, True)],
)
def test_the_encoding_decides_between_unicode_and_ascii(encoding: str | None, can: bool) -> None:
    assert fits(encoding) is can


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (4 / 3, "1.333"),
        (1 / 3, "0.333"),
        (1e-9, "1e-09"),
        (315_360_000.001, "315360000.001"),
    ],
)
def test_seconds_have_no_needless_digits(value: float, text: str) -> None:
    assert seconds(value) == text


@pytest.mark.parametrize(
    ("total", "most", "expected"),
    [
        (4.5, 9, [0, 1, 2, 3, 4]),
        (4.5, 2, [0, 2, 4]),
        (0.3, 4, [0, 0.1, 0.2, 0.3]),
        (1e-9, 2, [0, 1e-9]),
        (0, 5, [0]),
    ],
)
def test_the_axis_has_round_numbers(total: float, most: int, expected: list[float]) -> None:
    assert ticks(total, most) == expected


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("🦜", 2), ("", 0)]
)
def test_columns_are_counted_and_not_characters(text: str, width: int) -> None:
    assert width_of(text) == width


def test_a_long_name_keeps_both_ends() -> None:
    assert fitted("fetch('https://example.org/b', 2)", 16, "…") == "fetch('h…/b', 2)"


@pytest.mark.parametrize("width", range(1, 12))
def test_a_fitted_name_fits(width: int) -> None:
    assert width_of(fitted("取得('こんにちは')", width, "…")) <= width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", ["one two", "  three"]),
        ("abcdefghijk", ["abcdefgh", "  ijk"]),
        ("", []),
    ],
)
def test_long_lines_are_wrapped(text: str, expected: list[str]) -> None:
    assert wrapped(text, 8, indent="  ") == expected


def test_accents_fall_away_in_ascii() -> None:
    assert in_ascii("duración × 2 … 🦜") == r"duracion x 2 ... \U0001f99c"
    assert in_ascii("¿«por qué» → así? ¡Sí!") == '"por que" -> asi? Si!'


def test_a_name_is_one_line() -> None:
    assert tame("a\n  b\tc\x07") == "a b c?"


def test_calls_a_thousand_deep_still_make_twelve_rows() -> None:
    story = Story(1000)
    for depth in range(1000):
        story.add(f"down({depth})", 0, 1000, parent=depth)

    assert len(rows(render(story.timeline(), unicode=False))) == 12


def test_what_is_deeper_than_the_rows_is_drawn_in_the_last_of_them() -> None:
    story = Story(2)
    for depth in range(20):
        story.add(f"down({depth})", 0, 2, parent=depth)
    story.add("bottom()", 0, 2, sleeping(0, 2), parent=20)

    *_, last = rows(render(story.timeline(), unicode=False))

    assert "[----" in last


def test_what_ends_after_the_recording_stays_inside_the_picture() -> None:
    late = Timeline(ALL["task_group"].spans, seconds=1.0)

    assert max(map(len, render(late).splitlines())) <= 80


def within_a_test(*, length: float = 2.0, outcome: str = "ended", calls: int = 1) -> Timeline:
    """A test of ``length`` seconds around calls of 2 seconds, each of which awaits another."""
    test = Span(0, "task", "test_it()", None, 0.0, length, outcome)  # type: ignore[arg-type]
    spans = [test]
    for number in range(calls):
        outer = len(spans)
        spans.append(Span(outer, "call", f"main({number})", 0, 0.0, 2.0, "ok"))
        inner = (Segment("sleeping", 0.0, 2.0, "sleep(2)"),)
        spans.append(Span(outer + 1, "call", "fetch()", outer, 0.0, 2.0, "ok", segments=inner))
    return Timeline(tuple(spans), seconds=length)


def test_a_test_that_is_one_call_has_no_row_of_its_own() -> None:
    first, second = rows(render(within_a_test(), unicode=False))

    assert first.startswith("main(0)  ")
    assert second.startswith("  fetch()  ")


@pytest.mark.parametrize(
    "timeline",
    [within_a_test(length=3.0), within_a_test(outcome="failed"), within_a_test(calls=2)],
    ids=["longer than its call", "failed", "of two calls"],
)
def test_a_test_that_is_more_than_one_call_has_a_row(timeline: Timeline) -> None:
    assert "your code" in render(timeline)
