"""Promises of ``coro-lessons`` as a whole: help, languages, exit codes, plain terminals."""

import os
import subprocess
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path
from string import Formatter

import pytest

from pytest_coro_lessons.commands import cli
from pytest_coro_lessons.commands.plain import plain
from pytest_coro_lessons.texts import Texts

from .conftest import COMMANDS, LATE

PROGRAM = Path(sys.executable).with_name("coro-lessons")
NAMES = sorted(cli.build_commands(Texts(COMMANDS, "en")).commands)


@pytest.mark.parametrize(
    "package",
    [COMMANDS, *(f"pytest_coro_lessons.{name}" for name in ("authoring", "lessons", "progress"))],
)
def test_the_texts_of_both_languages_have_the_same_keys_and_values(package):
    def shape(language):
        file = resources.files(package) / "messages" / f"{language}.toml"
        return {
            (table, key): sorted({name for _, name, _, _ in Formatter().parse(str(text)) if name})
            for table, texts in tomllib.loads(file.read_text(encoding="utf-8")).items()
            for key, text in texts.items()
            if isinstance(text, str) or sorted(text) == ["one", "other"]
        }

    assert shape("en") == shape("es")


def test_the_version_is_that_of_the_distribution(run):
    version = metadata.version("pytest-coro-lessons")

    assert run("--version").output == f"coro-lessons, version {version}\n"


@pytest.mark.parametrize("command", ["", *NAMES])
@pytest.mark.parametrize("language", ["en", "es"])
def test_help(run, golden, command, language):
    found = run(*command.split(), "--help", language=language)

    golden(f"help/{command or 'coro-lessons'}.{language}.txt", found.output)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["list"], "en"),
        (["--lang", "es", "list"], "es"),
        (["list", "--lang=es"], "es"),
        (["list", "--lang", "fr"], "en"),
        (["list", "--lang"], "en"),
    ],
)
def test_the_language_option_may_stand_anywhere(tmp_path, arguments, language):
    assert cli.chosen_language(arguments, tmp_path, {}) == language


def test_without_an_option_the_language_is_that_of_pytests_settings(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\ncoro_lang = es\n")

    assert cli.chosen_language(["list"], tmp_path, {"LANG": "en_GB.UTF-8"}) == "es"
    assert cli.chosen_language(["list", "--lang", "en"], tmp_path, {}) == "en"


def test_an_unknown_language_lists_the_known_ones(run):
    found = run("list", "--lang", "fr")

    assert found.exit_code == 2
    assert "'fr' is not one of 'en', 'es'" in found.output


def test_an_unknown_language_in_the_environment_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_CORO_LESSONS_LANG", "fr")
    monkeypatch.setattr(sys, "argv", ["coro-lessons", "list"])

    with pytest.raises(SystemExit, match="2"):
        cli.main()

    assert capsys.readouterr().err.startswith("coro-lessons: PYTEST_CORO_LESSONS_LANG")


@pytest.mark.parametrize("command", ["", "run", "next", "reset make-tea", "verify", "watch"])
def test_where_there_is_no_course_to_work_in_it_is_said_how_to_begin_one(run, command):
    found = run(*command.split())

    assert found.exit_code == 1
    assert found.output.rstrip().endswith("coro-lessons start my-course")


@pytest.mark.parametrize("command", ["run", "show", "hint", "solution", "reset", "watch"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_unknown_exercise_names_those_that_are_close(home, run, command, language):
    found = run(command, "maketea", language=language)

    assert found.exit_code == 2
    assert "make-tea" in found.output
    assert "make-juice" not in found.output


@pytest.mark.parametrize("command", ["", "list", "run", "show"])
def test_a_lesson_that_cannot_be_read_is_named_with_what_mends_it(home, run, command):
    (home / "exercises" / "01_drinks" / "lesson.toml").write_text("id = 3\n")

    found = run(*command.split())

    assert found.exit_code == 1
    assert "lesson.toml:1: id = 3 does not fit: expected str, got int; write id = " in (
        found.output.replace("\n", "")
    )


def test_progress_that_cannot_be_kept_costs_one_line(home, run):
    (home / ".coro-lessons").write_text("in the way")

    found = run("hint", "make-tea")

    assert found.exit_code == 0
    assert found.output.count("Your progress is not kept here") == 1


def test_the_options_of_the_command_alone_do_not_mix_with_others(home, run):
    found = run("--json", "list")

    assert found.exit_code == 2
    assert "for `coro-lessons` alone, not for list" in found.output


# In a terminal without colour or Unicode.

ASCII = {"PYTHONIOENCODING": "ascii", "NO_COLOR": "1", "COLUMNS": "60"}
UNICODE = {**ASCII, "PYTHONIOENCODING": "utf-8"}


def shown(command, environ):
    environ = {**os.environ, **environ}
    ended = subprocess.run([PROGRAM, *command], env=environ, capture_output=True, check=False)
    return (ended.stdout + ended.stderr).decode(environ["PYTHONIOENCODING"])


@pytest.mark.parametrize(
    "command",
    [
        "",
        "--help",
        "list",
        "show make-tea",
        "hint make-tea 1",
        "explain CL201",
        "solution make-tea",
        "run nothing",
        "doctor",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_command_is_complete_in_a_plain_terminal(learner, command, language):
    learner.tried("make-tea", "failed", LATE)
    typed = ["--lang", language, *command.split()]

    plainly, fully = shown(typed, ASCII), shown(typed, UNICODE)

    assert "Traceback" not in plainly
    assert "\x1b" not in plainly
    assert len(plainly.split("\n\n")) == len(fully.split("\n\n"))


@pytest.mark.parametrize(
    ("sign", "shown"), [("é", "e"), ("ñ", "n"), ("→", "->"), ("•", "*"), ("√", "?")]
)
def test_a_sign_the_terminal_lacks_is_shown_by_one_like_it(sign, shown):
    assert plain(UnicodeEncodeError("ascii", sign, 0, 1, "")) == (shown, 1)


# Completion.


def complete(folder, words, position):
    environ = {
        **os.environ,
        "_CORO_LESSONS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(position),
    }
    ended = subprocess.run(
        [PROGRAM], env=environ, cwd=folder, capture_output=True, text=True, check=False
    )
    return [line.partition(",")[2] for line in ended.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("coro-lessons wa", ["watch"]),
        ("coro-lessons hint make-", ["make-tea", "make-coffee", "make-juice"]),
        ("coro-lessons run 1.2", ["1.2"]),
        ("coro-lessons explain cl20", ["CL201", "CL202"]),
    ],
)
def test_shells_complete_commands_exercises_and_codes(home, words, found):
    assert complete(home, words, len(words.split()) - 1)[: len(found)] == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_printed(run, shell):
    found = run("completion", shell)

    assert found.exit_code == 0
    assert "_CORO_LESSONS_COMPLETE" in found.output
