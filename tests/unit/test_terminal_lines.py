"""Promises of the closing summary in a window: lines break between words, and nothing else does."""

import pytest

from pytest_coro_lessons.plugin.terminal import write_blocks
from pytest_coro_lessons.reports.text import Block

LONG = "Llamar a una función corrutina no ejecuta nada: su código empieza cuando se espera."
PLACE = "exercises/03_coroutines_and_tasks/01_greet_all/exercise.py:8"


class Reporter:
    """As much of pytest's as is asked for, in a window or not."""

    def __init__(self, *, is_window):
        self.lines = []
        self.isatty = is_window

    def section(self, title, **_):
        self.lines.append(title)

    def write_line(self, line, **_):
        self.lines.append(line)


@pytest.fixture
def written(monkeypatch):
    """Write a paragraph and return the lines."""

    def written(text, *, columns=50, is_window=True):
        monkeypatch.setenv("COLUMNS", str(columns))
        reporter = Reporter(is_window=is_window)
        write_blocks(reporter, [Block("sentence", text)], "utf-8")
        return reporter.lines[1:]

    return written


def test_in_a_window_a_line_breaks_between_words(written):
    assert written(LONG) == [
        "Llamar a una función corrutina no ejecuta nada:",
        "su código empieza cuando se espera.",
    ]


def test_what_goes_on_after_an_indented_line_is_indented_further(written):
    first, second = written(f"  {LONG}")

    assert (first[:3], second[:5]) == ("  L", "    s")


def test_what_can_be_clicked_stays_whole(written):
    assert written(PLACE) == [PLACE]


@pytest.mark.parametrize("options", [{"is_window": False}, {"columns": 30}])
def test_in_files_and_in_windows_too_narrow_lines_are_as_they_are(written, options):
    assert written(LONG, **options) == [LONG]
