"""Promises of the commands that a reader is told to type: they work where the reader is."""

import sys
from pathlib import Path

import pytest

from pytest_coro_lessons.plugin.invocation import invoked_as


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Say how this process was started, as a shell in ``tmp_path / "here"`` would have."""
    here = tmp_path / "here"
    for folder in (here / ".venv" / "bin", tmp_path / "bin", tmp_path / "my tools"):
        folder.mkdir(parents=True)
        for name in ("pytest", "python3", "coro-lessons"):
            (folder / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def commands(program, *, python="python3"):
        monkeypatch.setattr(sys, "argv", [program])
        monkeypatch.setattr(sys, "orig_argv", [python])
        return tuple(invoked_as(here).values())

    return commands


def test_pytest_of_the_path_is_typed_as_it_is(started, tmp_path):
    assert started(str(tmp_path / "bin" / "pytest")) == ("pytest", "coro-lessons")


def test_pytest_of_an_environment_that_is_not_active_is_typed_with_its_folder(started, tmp_path):
    commands = (".venv/bin/pytest", ".venv/bin/coro-lessons")

    assert started(".venv/bin/pytest") == commands
    assert started(str(tmp_path / "here" / ".venv" / "bin" / "pytest")) == commands


def test_a_program_that_is_not_below_the_reader_is_typed_in_full(started, tmp_path):
    tools = tmp_path / "other"
    tools.mkdir()
    for name in ("pytest", "coro-lessons"):
        (tools / name).touch(mode=0o755)

    assert started(str(tools / "pytest")) == (f"{tools}/pytest", f"{tools}/coro-lessons")
    assert started("../other/pytest") == (f"{tools}/pytest", f"{tools}/coro-lessons")


def test_a_folder_with_a_space_is_quoted(started, tmp_path):
    tools = tmp_path / "my tools"

    assert started(str(tools / "pytest")) == (f'"{tools}/pytest"', f'"{tools}/coro-lessons"')


def test_python_m_pytest_stays_python_m_pytest(started):
    module = "/anywhere/site-packages/pytest/__main__.py"

    assert started(module) == ("python3 -m pytest", "coro-lessons")
    assert started(module, python=".venv/bin/python3") == (
        ".venv/bin/python3 -m pytest",
        ".venv/bin/coro-lessons",
    )


def test_a_program_that_lies_where_the_reader_is_needs_its_folder(started, tmp_path):
    for name in ("pytest", "coro-lessons"):
        (tmp_path / "here" / name).touch(mode=0o755)

    assert started("./pytest") == ("./pytest", "./coro-lessons")


def test_the_commands_of_the_summary_are_those_of_the_reader(course, pytester):
    course.exercise()

    result = pytester.runpytest_subprocess("exercises")

    python = Path(sys.executable)
    result.stdout.fnmatch_lines([f"  run    {python} -m pytest exercises/01_drinks/01_make_tea"])
