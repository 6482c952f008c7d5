"""What the readings show is what happens: their Python blocks run, and print what they say."""

import asyncio
from contextlib import redirect_stdout
from io import StringIO

import pytest
from sybil import Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser

from pytest_coro_lessons import VirtualTimeLoop

from .figures import drawn, figures_of


@pytest.fixture(autouse=True)
def no_real_seconds(monkeypatch):
    def run(main):
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            return runner.run(main)

    monkeypatch.setattr(asyncio, "run", run)


def run_blocks(file):
    """Run the Python blocks as one program; a text block right after one is its output."""
    evaluate, printed = PythonEvaluator(), StringIO()

    def python(example):
        printed.seek(0)
        printed.truncate()
        evaluate(example)
        example.namespace["end"] = example.region.end

    def text(example):
        between = example.document.text[example.namespace.get("end", 0) : example.region.start]
        if not between.strip():
            assert printed.getvalue() == example.parsed

    parsers = [CodeBlockParser("python", python), CodeBlockParser("text", text)]
    examples = Sybil(parsers).parse(file).examples()
    with redirect_stdout(printed):
        for example in examples:
            example.evaluate()


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_a_reading_runs_and_prints_what_it_shows(readable, name):
    run_blocks(readable / name)


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_figures_of_a_reading_are_what_its_programs_do(readable, name):
    reading = readable / name
    figures = figures_of(reading.read_text(encoding="utf-8"))

    assert [figure.drawn for figure in figures] == [drawn(reading, figure) for figure in figures]


def test_a_lesson_shows_what_happens_in_a_figure(lesson):
    english, spanish = (
        figures_of((lesson.folder / name).read_text(encoding="utf-8"))
        for name in ("README.md", "README.es.md")
    )

    assert [figure.call for figure in english] == [figure.call for figure in spanish] != []
