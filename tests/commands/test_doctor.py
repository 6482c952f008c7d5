"""Promises of `doctor`: it finds what is in the way, says what mends it, and changes nothing."""

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

from pytest_coro_lessons.commands import doctor
from pytest_coro_lessons.texts import Texts

from .conftest import COMMANDS

ENGLISH = Texts(COMMANDS, "en")
HERE = Path(sys.executable).parent


def examine(folder, **environ):
    """What the doctor finds wrong, as level and text."""
    found = doctor.examine(folder, {"PATH": str(HERE), **environ}, ENGLISH)
    return [(finding.level, finding.what, finding.mend) for finding in found if finding.mend]


@pytest.fixture
def healthy(run, tmp_path):
    run("start", ".")
    return tmp_path


def test_a_fresh_course_is_healthy(healthy, run, monkeypatch):
    monkeypatch.setenv("PATH", str(HERE))

    assert examine(healthy) == []
    assert run("doctor").output.endswith("\n\nEverything is there. Type next: pytest\n")


def test_a_module_of_the_learner_that_hides_pythons_own_is_a_failure(healthy, run):
    (healthy / "asyncio.py").write_text("")

    (found,) = examine(healthy)

    what = f"{healthy / 'asyncio.py'} hides Python's own module asyncio"
    assert found == ("fail", what, "give the file another name")
    assert run("doctor").exit_code == 1


def test_plugins_that_are_not_loaded_are_a_failure(healthy):
    (found,) = examine(healthy, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")

    assert (found[0], found[2]) == ("fail", "unset PYTEST_DISABLE_PLUGIN_AUTOLOAD")


def test_a_plugin_that_is_switched_off_is_a_failure(healthy):
    (found,) = examine(healthy, PYTEST_ADDOPTS="-p no:asyncio")

    assert found[:2] == ("fail", "PYTEST_ADDOPTS switches the plugin asyncio off")


def test_a_package_that_is_missing_or_too_old_is_a_failure(healthy, monkeypatch):
    monkeypatch.setattr(
        metadata, "requires", lambda _: ["pytest>=999", "no-such-thing", "x; extra == 'test'"]
    )

    old, missing = examine(healthy)

    assert old[1].endswith(" is installed; >=999 is needed")
    assert old[2] == 'python -m pip install "pytest>=999"'
    assert missing[1] == "no-such-thing is not installed"


def test_the_pytest_of_another_environment_is_a_warning(healthy, tmp_path):
    other = tmp_path / "bin" / "pytest"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)

    (found,) = examine(healthy, PATH=str(other.parent))

    assert found[:2] == ("warn", f"`pytest` in this terminal is another one: {other}")


def test_a_folder_without_course_and_settings_is_a_warning(tmp_path):
    course, config = examine(tmp_path)

    assert course == ("warn", f"No course in {tmp_path}", "coro-lessons start my-course")
    assert config[0] == "warn"


def test_a_lesson_that_cannot_be_read_is_a_failure(healthy):
    (healthy / "exercises" / "03_coroutines_and_tasks" / "lesson.toml").write_text("id = 3\n")

    (found,) = examine(healthy)

    assert found[0] == "fail"
    assert found[1].endswith("lesson.toml:1: id = 3 does not fit: expected str, got int")


def test_the_doctor_counts_the_attempts(learner, run):
    learner.solved("make-tea")

    assert "1 attempt in " in run("doctor").output


def test_the_doctor_leaves_a_damaged_store_as_it_is(learner, home):
    store = home / ".coro-lessons" / "progress.sqlite3"
    learner.solved("make-tea")
    store.write_bytes(b"not a database" * 100)

    (found,) = examine(home)

    assert (found[0], str(store) in found[1]) == ("warn", True)
    assert sorted(file.name for file in store.parent.iterdir()) == [".gitignore", store.name]


def test_the_doctor_names_stores_that_were_damaged(learner, home):
    learner.solved("make-tea")
    (home / ".coro-lessons" / "progress.sqlite3").write_bytes(b"not a database" * 100)
    learner.solved("make-coffee")

    (found,) = examine(home)

    assert found[:2] == ("warn", "Your progress was damaged before: progress.sqlite3")


def test_a_store_that_cannot_be_written_is_a_warning(home):
    (home / ".coro-lessons").write_text("in the way")

    (found,) = examine(home)

    assert (found[0], found[1].startswith("Your progress is not kept here")) == ("warn", True)


def test_the_findings_as_json(home, run):
    found = json.loads(run("doctor", "--json").output)

    assert {one["level"] for one in found} <= {"ok", "warn", "fail"}
    assert {frozenset(one) for one in found} == {frozenset({"level", "what", "mend"})}
