"""What the readings show is what happens: their Python blocks run, and print what they say."""

import asyncio
from contextlib import redirect_stdout
from io import StringIO

import pytest
from sybil import Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser

from pytest_coro_lessons import VirtualTimeLoop


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
