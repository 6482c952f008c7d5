"""Promises of `coro-lessons` alone, `next` and `list`: where the learner is, and what to do."""

import json

import pytest

from .conftest import LATE, TWICE

FRESH = """\
1.1 Make tea

  read   exercises/01_drinks/01_make_tea/README.md
  edit   exercises/01_drinks/01_make_tea/exercise.py

0 of 3 exercises done (0 of 15 points)

Type next:
  coro-lessons watch   feedback whenever you save
  coro-lessons run     feedback once
  coro-lessons hint    a hint
"""


@pytest.fixture(autouse=True)
def on_path(monkeypatch):
    """Commands are shown by their names alone, as in an active environment."""
    monkeypatch.setattr("pytest_coro_lessons.commands.course.typed", lambda name, _: name)


def first_line(found):
    return found.output.splitlines()[0]


def test_a_fresh_course_begins_with_its_first_exercise(home, run):
    assert run().output == FRESH


def test_everything_is_told_in_spanish_too(home, run):
    lines = run(language="es").output.splitlines()

    assert lines[0] == "1.1 Haz té"
    assert lines[2] == "  lee      exercises/01_drinks/01_make_tea/README.es.md"
    assert lines[5] == "0 de 3 ejercicios hechos (0 de 15 puntos)"


def test_looking_leaves_no_trace(home, run):
    run()
    run("list")

    assert not (home / ".coro-lessons").exists()


def test_an_exercise_that_was_tried_tells_what_was_found_and_where(learner, run):
    learner.tried("make-tea", "failed", LATE, answer=TWICE)

    lines = run().output.splitlines()

    assert lines[3].endswith("01_make_tea/exercise.py:2")
    assert lines[4].startswith("  last   CL101: The block took 3 s of virtual time instead of 1 s.")


def test_an_answer_that_was_saved_since_is_said_to_have_changed(learner, run):
    learner.tried("make-tea", "failed", LATE, answer=TWICE)
    learner.exercise("make-tea").answer_file.write_text("# thinking\n")

    output = run().output

    assert "The file has changed since." in output
    assert "exercise.py:2" not in output


def test_an_exercise_stays_when_it_is_done_until_the_learner_goes_on(learner, run):
    learner.solved("make-tea")
    learner.choose("make-tea")

    assert first_line(run()) == "1.1 Make tea: done"
    assert first_line(run("next")) == "1.2 Make coffee"
    assert first_line(run()) == "1.2 Make coffee"


def test_whoever_only_uses_pytest_is_followed(learner, run):
    learner.solved("make-tea")

    assert first_line(run()) == "1.2 Make coffee"


def test_next_does_not_leave_an_exercise_that_is_not_done(learner, run):
    found = run("next")

    assert (found.exit_code, "1.1 Make tea is not done yet" in found.output) == (1, True)


def test_next_leaves_it_when_told_to(learner, run):
    assert first_line(run("next", "--skip")) == "1.2 Make coffee"


def test_next_comes_back_to_what_was_skipped(learner, run):
    learner.solved("make-coffee")
    learner.solved("make-juice")
    learner.choose("make-juice")

    assert first_line(run("next")) == "1.1 Make tea"


@pytest.fixture
def all_done(learner):
    for name in ("make-tea", "make-coffee", "make-juice"):
        learner.solved(name)


@pytest.mark.parametrize("command", [[], ["next"]], ids=["alone", "next"])
def test_when_all_is_done_there_is_still_something_to_type(all_done, run, command):
    found = run(*command)

    assert found.exit_code == 0
    assert found.output.splitlines()[:2] == [
        "All exercises are done.",
        "3 of 3 exercises done (15 of 15 points)",
    ]
    assert "coro-lessons verify" in found.output


def test_where_the_learner_is_as_json(learner, run):
    learner.solved("make-tea")

    found = json.loads(run("--json").output)

    assert (found["schema"], found["current"]) == ("coro-lessons/progress/v1", "make-coffee")
    assert [one["state"] for one in found["exercises"]] == ["passed", "not_started", "not_started"]


# list


def listed(found):
    """Return the rows of exercises, word by word."""
    return [line.split() for line in found.output.splitlines() if "1." in line]


def test_list_shows_states_points_and_the_current_exercise(learner, run):
    learner.solved("make-tea")
    learner.tried("make-coffee", "failed", LATE)

    assert listed(run("list")) == [
        ["1.1", "Make", "tea", "done", "5", "of", "5"],
        [">", "1.2", "Make", "coffee", "to", "fix", "5", "points"],
        ["1.3", "Make", "juice", "new", "5", "points"],
    ]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["coffee"], ["1.2"]),
        (["zumo"], ["1.3"]),
        (["gather"], ["1.2", "1.3"]),
        (["GATHER", "juice"], ["1.3"]),
        (["--state", "done"], ["1.1"]),
        (["--state", "open"], ["1.2", "1.3"]),
        (["--state", "begun"], ["1.2"]),
        (["--state", "new", "gather"], ["1.3"]),
    ],
)
def test_list_is_filtered_by_words_and_state(learner, run, arguments, numbers):
    learner.solved("make-tea")
    learner.tried("make-coffee", "failed", LATE)

    output = run("list", *arguments).output

    assert [number for number in ("1.1", "1.2", "1.3") if number in output] == numbers


def test_a_filter_that_leaves_nothing_says_so(home, run):
    assert run("list", "beer").output == "No exercise is like that.\n"


def test_list_as_json_is_a_course_file_with_states(learner, run):
    learner.solved("make-tea")

    found = json.loads(run("list", "--json", "tea").output)

    (lesson,) = found["lessons"]
    assert found["schema"] == "coro-lessons/course/v1"
    assert [(one["id"], one["state"]) for one in lesson["exercises"]] == [("make-tea", "passed")]


@pytest.mark.parametrize(
    ("language", "heading", "start"),
    [
        ("en", "Coroutines and tasks (50 points)", "start my-course"),
        ("es", "Corrutinas y tareas (50 puntos)", "start mi-curso"),
    ],
)
def test_without_a_course_list_shows_the_one_of_the_package(run, language, heading, start):
    found = run("list", language=language)

    assert (found.exit_code, heading in found.output) == (0, True)
    assert found.output.rstrip().endswith(f"coro-lessons {start}")


def test_list_fits_a_narrow_terminal_without_colour_or_lines(home, run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")

    lines = run("list").output.splitlines()

    assert max(map(len, lines)) <= 40
    assert "\n".join(lines).isascii()


# Wrong turns.


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "  make   coro-lessons reset make-tea   (exercise.py is missing; this brings"),
        ("es", "  crea     coro-lessons reset make-tea   (falta exercise.py; así vuelve"),
    ],
)
def test_who_has_lost_the_file_is_told_how_it_comes_back(learner, run, monkeypatch, language, line):
    monkeypatch.setattr("pytest_coro_lessons.commands.course.typed", lambda name, _: name)
    learner.exercise("make-tea").answer_file.unlink()

    output = run(language=language).output

    assert line in output
    assert "/exercise.py" not in output


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "none like it. All of them: "), ("es", "ni otro parecido. Todos: ")],
)
def test_in_a_long_course_a_name_like_no_other_leads_to_the_list(run, language, told):
    found = run("show", "zzz", language=language)

    assert found.exit_code == 2
    assert len(found.output.splitlines()) == 1
    assert found.output.rstrip().endswith(" list")
    assert told in found.output
