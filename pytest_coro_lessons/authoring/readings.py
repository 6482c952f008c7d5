"""Promises about readings: in both languages alike, and true to what ``exercise.toml`` says."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.markdown import Heading, blocks, headings, plain, rows
from pytest_coro_lessons.authoring.places import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_coro_lessons.authoring.markdown import Block
    from pytest_coro_lessons.lessons import Exercise

READINGS = {"en": "README.md", "es": "README.es.md"}


def both_readings_are_there(folder: Path) -> Iterator[Finding]:
    for name in READINGS.values():
        if not (folder / name).is_file():
            yield Finding("missing-file", folder / name, facts={"name": name})
        elif not headings(text_of(folder / name)):
            yield Finding("no-heading", folder / name, 1)


def both_readings_have_the_same_headings(folder: Path) -> Iterator[Finding]:
    """Yield at most one finding, at the first difference: what follows is shifted by it."""
    english, spanish = (headings(text_of(folder / name)) for name in READINGS.values())
    none = Heading(0, 0)
    for ours, theirs in zip_longest(english, spanish, fillvalue=none):
        if ours.level != theirs.level and english and spanish:
            line = theirs.line or spanish[-1].line
            facts = {"seen": "#" * theirs.level, "wanted": "#" * ours.level, "at": ours.line}
            yield Finding("headings-differ", folder / READINGS["es"], line, facts)
            return


def both_readings_have_the_same_code(folder: Path) -> Iterator[Finding]:
    """Yield at most one finding, at the first difference; the drawing of a figure is free."""
    texts = [text_of(folder / name) for name in READINGS.values()]
    english, spanish = (blocks(text) for text in texts)
    for ours, theirs in zip_longest(english, spanish):
        if _code(ours) != _code(theirs) and all(texts):
            at = None if ours is None else ours.line + _first_difference(ours, theirs)
            line = at if theirs is None else theirs.line + _first_difference(theirs, ours)
            name = READINGS["en"] if theirs is None else READINGS["es"]
            yield Finding("code-differs-in-text", folder / name, line, {"at": at or "-"})
            return


def readings_open_with_the_title(exercise: Exercise) -> Iterator[Finding]:
    for language, name in READINGS.items():
        file = exercise.folder / name
        title = exercise.info.title.in_language(language)
        if file.is_file() and title not in (text_of(file).splitlines() or [""])[0]:
            yield Finding("no-title", file, 1, {"title": title})


def readings_tell_the_points(exercise: Exercise) -> Iterator[Finding]:
    """Yield a finding for each step that the table leaves out, and each row that is no step's."""
    for language, name in READINGS.items():
        file = exercise.folder / name
        if not file.is_file():
            continue
        steps = {
            (plain(step.title.in_language(language)), str(step.points))
            for step in exercise.info.steps
        }
        found = list(rows(text_of(file)))
        titles = {title for title, _ in steps}
        tables = {row.table for row in found if row.cells[0] in titles}
        told = {row.cells: row.line for row in found if row.table in tables}
        for title, points in sorted(steps - told.keys()):
            line = next((at for cells, at in told.items() if cells[0] == title), None)
            yield Finding("points-untold", file, line, {"title": title, "points": points})
        for cells, line in told.items():
            if cells not in steps and cells[0] not in titles:
                yield Finding("points-of-no-step", file, line, {"title": cells[0]})


def _code(block: Block | None) -> tuple[str, str | None, str] | None:
    if block is None:
        return None
    return block.kind, block.call, "" if block.call else block.body


def _first_difference(block: Block, other: Block | None) -> int:
    """How many lines from the beginning of ``block`` are the same in both."""
    lines = block.body.splitlines()
    others = [] if other is None else other.body.splitlines()
    pairs = enumerate(zip_longest(lines, others))
    first = next((number for number, (one, two) in pairs if one != two), 0)
    return min(first, max(len(lines) - 1, 0))


# Of any folder with readings, and of an exercise.
OF_FOLDERS = (
    both_readings_are_there,
    both_readings_have_the_same_headings,
    both_readings_have_the_same_code,
)
PROMISES = (readings_open_with_the_title, readings_tell_the_points)
