"""Graded test of the two lists: both programs really run, and their tracebacks are read."""

import asyncio
import runpy
import traceback
from pathlib import Path

import pytest

from pytest_coro_lessons import in_traceback

PROGRAM = str(Path(__file__).with_name("program.py"))


@pytest.fixture
def program():
    return runpy.run_path(PROGRAM)


def names_in_traceback(error):
    """The functions of program.py that a traceback shows, outermost first."""
    entries = traceback.extract_tb(error.__traceback__)
    return [entry.name for entry in entries if entry.filename == PROGRAM]


def test_the_traceback_of_a_callback(exercise, program):
    program["start_download"]()
    with pytest.raises(IndexError) as failure:
        program["run"]()

    seen = names_in_traceback(failure.value)
    in_traceback(exercise.IN_CALLBACKS, seen, of="IN_CALLBACKS")


def test_the_traceback_of_a_coroutine(exercise, program):
    with pytest.raises(IndexError) as failure:
        asyncio.run(program["download"]())

    seen = names_in_traceback(failure.value)
    in_traceback(exercise.IN_COROUTINES, seen, of="IN_COROUTINES")
