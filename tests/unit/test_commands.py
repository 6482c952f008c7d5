"""Promises of ``coro-lessons``: it lists, copies and examines, and overwrites nothing."""

import json
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner

from pytest_coro_lessons.commands import cli, doctor, settings, start
from pytest_coro_lessons.texts import Texts

COMMANDS = "pytest_coro_lessons.commands"
ENGLISH = Texts(COMMANDS, "en")
SETTINGS = "[pytest]\nasyncio_default_fixture_loop_scope = function\n"
HERE = Path(sys.executable).parent


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run ``coro-lessons`` in an empty folder, in English unless told otherwise."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, language="en"):
        return CliRunner().invoke(cli.build_commands(Texts(COMMANDS, language)), arguments)

    return run


@pytest.fixture
def course(tmp_path):
    """A course with one exercise, as a wheel carries it."""
    exercise = tmp_path / "package" / "exercises" / "01_drinks" / "01_make_tea"
    (exercise / "reference").mkdir(parents=True)
    (exercise / "__pycache__").mkdir()
    (exercise / "exercise.py").write_text("# TODO\n")
    (exercise / "reference" / "solution.py").write_text("done = True\n")
    (exercise / "__pycache__" / "exercise.pyc").write_text("")
    return tmp_path / "package" / "exercises"


def names(paths):
    return sorted(path.as_posix() for path in paths)


def test_the_texts_of_both_languages_have_the_same_keys_and_values():
    def shape(language):
        file = resources.files(COMMANDS) / "messages" / f"{language}.toml"
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


@pytest.mark.parametrize("command", ["", "hint", "list", "start", "doctor"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_help(run, golden, command, language):
    found = run(*command.split(), "--help", language=language)

    golden(f"help/{command or 'coro-lessons'}.{language}.txt", found.output)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["list"], None),
        (["--lang", "es", "list"], "es"),
        (["list", "--lang=en"], "en"),
        (["list", "--lang", "fr"], None),
        (["list", "--lang"], None),
    ],
)
def test_the_language_option_may_stand_anywhere(arguments, language):
    assert cli._asked_language(arguments) == language


def test_an_unknown_language_lists_the_known_ones(run):
    found = run("list", "--lang", "fr")

    assert found.exit_code == 2
    assert "'fr' is not one of 'en', 'es'" in found.output


def test_an_unknown_language_in_the_environment_is_named(monkeypatch):
    monkeypatch.setenv("PYTEST_CORO_LESSONS_LANG", "fr")
    monkeypatch.setattr(sys, "argv", ["coro-lessons", "list"])

    with pytest.raises(SystemExit, match="coro-lessons: PYTEST_CORO_LESSONS_LANG"):
        cli.main()


@pytest.mark.parametrize(("letter", "shown"), [("é", "e"), ("ñ", "n"), ("→", "?")])
def test_a_letter_the_terminal_lacks_loses_its_accent(letter, shown):
    assert cli._plain(UnicodeEncodeError("ascii", letter, 0, 1, "")) == (shown, 1)


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Coroutines and tasks (50 points)"), ("es", "Corrutinas y tareas (50 puntos)")],
)
def test_list_shows_the_course_that_came_with_the_package(run, language, heading):
    found = run("list", language=language)

    assert (found.exit_code, heading in found.output) == (0, True)


def test_list_says_how_to_run_one_exercise_of_the_course_around(run, monkeypatch, project_root):
    run()
    monkeypatch.chdir(project_root)

    assert "pytest exercises/03_coroutines_and_tasks/01_greet_all" in run("list").output


def test_list_fits_a_narrow_terminal_without_colour_or_lines(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")

    lines = run("list").output.splitlines()[:-1]

    assert max(map(len, lines)) <= 32
    assert "\n".join(lines).isascii()


def test_list_as_json_is_a_course_file(run):
    course = json.loads(run("list", "--json").output)

    assert course["schema"] == "coro-lessons/course/v1"
    assert "coroutines-and-tasks" in [lesson["id"] for lesson in course["lessons"]]


def test_list_names_the_file_that_is_wrong(run, tmp_path):
    lesson = tmp_path / "exercises" / "1_tea" / "lesson.toml"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("id = 3\n")

    found = run("list")

    assert found.exit_code == 1
    assert "lesson.toml" in found.output


@pytest.mark.parametrize(
    "name", ["greet-all", "3.1", "greet_all", "exercises/03_coroutines_and_tasks/01_greet_all"]
)
def test_the_first_hint_comes_first_and_tells_how_to_get_the_next(run, name):
    run("start", ".")

    output = run("hint", name).output.splitlines()

    assert output[0] == "Greet them all: hint 1 of 3"
    assert output[-1] == "The next hint: coro-lessons hint greet-all 2"


def test_the_last_hint_keeps_its_code_and_names_what_to_read(run):
    output = run("hint", "greet-all", "3", language="es").output

    assert output.startswith("Saluda a todos: pista 3 de 3\n")
    assert '\n    async def make_tea(boil, pour):\n        await boil("water")\n' in output
    assert output.splitlines()[-1].startswith("Para leer: https://docs.python.org/")


def test_hints_fold_to_the_terminal(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")

    output = run("hint", "greet-all").output

    assert max(map(len, output.splitlines())) <= 50


def test_an_unknown_exercise_names_those_that_are_close(run):
    found = run("hint", "great-all")

    assert found.exit_code == 1
    assert found.output == "Error: there is no exercise great-all; there is greet-all\n"


def test_start_copies_the_course_and_its_frame_without_the_reference(course, tmp_path):
    copied = start.copy_course(course, tmp_path / "mine", with_reference=False)

    assert names(copied.new) == [
        ".vscode/settings.json",
        "README.es.md",
        "README.md",
        "exercises/01_drinks/01_make_tea/exercise.py",
        "pytest.ini",
    ]
    assert (tmp_path / "mine" / "pytest.ini").read_text().startswith("[pytest]\n")


def test_instructors_get_the_reference_as_well(course, tmp_path):
    copied = start.copy_course(course, tmp_path / "mine", with_reference=True)

    assert "exercises/01_drinks/01_make_tea/reference/solution.py" in names(copied.new)


def test_start_never_overwrites_a_learners_file(course, tmp_path):
    answer = tmp_path / "mine" / "exercises" / "01_drinks" / "01_make_tea" / "exercise.py"
    start.copy_course(course, tmp_path / "mine", with_reference=False)
    answer.write_text("my answer\n")

    copied = start.copy_course(course, tmp_path / "mine", with_reference=False)

    assert (len(copied.new), len(copied.same), len(copied.kept)) == (0, 4, 1)
    assert answer.read_text() == "my answer\n"


def test_start_says_what_it_did_and_what_to_type_next(run, monkeypatch):
    monkeypatch.setenv("PATH", str(HERE))
    output = run("start", "my-course").output.splitlines()

    assert output[0].endswith(" files copied to my-course.")
    assert output[-3:] == ["Type next:", "  cd my-course", "  pytest"]


def test_start_in_the_folder_itself_needs_no_cd(run, monkeypatch):
    monkeypatch.setenv("PATH", "")
    output = run("start", ".").output.splitlines()

    assert [line.split()[-1] for line in output[-2:]] == ["next:", str(HERE / "pytest")]


def test_start_names_what_it_kept(run, tmp_path):
    (tmp_path / "README.md").write_text("mine")

    output = run("start", ".", language="es").output

    assert "Se conserva como estaba, porque ya estaba ahí:\n  README.md\n" in output


def test_start_where_a_file_is_in_the_way_says_so(run, tmp_path):
    (tmp_path / "taken").write_text("")

    found = run("start", "taken")

    assert found.exit_code == 1
    assert found.output.startswith("Error: taken")


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


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("pytest.ini", SETTINGS, ["asyncio_default_fixture_loop_scope"]),
        ("pytest.ini", "", []),
        ("pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = []\n", ["testpaths"]),
        ("pyproject.toml", "[tool.pytest]\ntestpaths = []\n", ["testpaths"]),
        ("tox.ini", SETTINGS, ["asyncio_default_fixture_loop_scope"]),
        ("setup.cfg", SETTINGS.replace("[", "[tool:"), ["asyncio_default_fixture_loop_scope"]),
    ],
)
def test_pytests_settings_are_found_where_pytest_finds_them(tmp_path, name, text, keys):
    (tmp_path / name).write_text(text)
    (tmp_path / "inner").mkdir()

    found = settings.pytest_settings(tmp_path / "inner")

    assert (found.file, list(found.values)) == (tmp_path / name, keys)


@pytest.mark.parametrize("text", ["[project]\n", "not toml"])
def test_a_file_without_settings_for_pytest_is_passed_over(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text)

    assert settings.pytest_settings(tmp_path) is None
