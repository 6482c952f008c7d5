"""Promises of `strength`: what no test notices is shown with its line, or declared with a why."""

import json

import pytest

from pytest_coro_lessons.authoring.strength import measure
from pytest_coro_lessons.authoring.survivors import declared_survivors_are_mistakes
from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.lessons import find_exercise

from .workshop import added, changed, make_course, make_exercise

LINE = "boiled_water = await boil()"
DECLARED = """
[[survivors]]
operator = "{operator}"
line = "{line}"
why = "Nobody drinks it."
"""


@pytest.fixture
def lesson(tmp_path):
    return make_course(tmp_path)


@pytest.fixture
def tea(lesson):
    """The good exercise."""
    return make_exercise(lesson, "make-tea")


@pytest.fixture
def weak(lesson):
    """An exercise whose tests do not look at what is returned, so that a late answer will do."""
    folder = make_exercise(lesson, "weak-tea")
    changed("reference/solution.py", LINE, f"{LINE}\n    await boil()")(folder)
    changed("test_exercise.py", "with took(3.0):", "with took(at_least=3.0):")(folder)
    return folder


def strength(run, *words):
    return run("strength", "--jobs=1", *words)


def test_tests_that_notice_every_mistake_have_100_percent(run, tea):
    found = strength(run, "--threshold=100")

    assert (found.exit_code, found.output) == (
        0,
        "1.1 Make tea: 2 of 2 mistakes noticed\n\n2 of 2 mistakes noticed: 100.0 %.\n",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_test_notices_is_shown_with_its_line(run, weak, golden, language):
    found = run("strength", "weak-tea", "--threshold=99.5", "--jobs=1", language=language)

    assert found.exit_code == 1
    golden(f"strength.{language}.txt", found.output)


def test_without_a_threshold_survivors_are_no_failure(run, weak):
    assert strength(run).exit_code == 0


def test_what_survives_for_a_good_reason_is_declared(run, weak):
    added("exercise.toml", DECLARED.format(operator="skip-await", line="await boil()"))(weak)

    found = strength(run)

    assert "solution.py:6: skip-await survives as declared: Nobody drinks it." in found.output
    assert "(what should be awaited is left out)" not in found.output


def test_a_declaration_that_the_tests_disprove_is_stale(run, tea):
    added("exercise.toml", DECLARED.format(operator="drop-await", line=LINE))(tea)

    found = strength(run)

    assert found.exit_code == 1
    assert "exercise.toml:36\n  the tests do notice the mistake drop-await" in found.output


@pytest.mark.parametrize(
    ("operator", "line"), [("no-lock", LINE), ("drop-await", "await kettle()")]
)
def test_a_declaration_of_no_mistake_is_found_without_running_anything(tea, operator, line):
    added("exercise.toml", DECLARED.format(operator=operator, line=line))(tea)

    (finding,) = declared_survivors_are_mistakes(find_exercise(tea))

    assert (finding.rule, finding.line) == ("survivor-unknown", 36)


def test_a_solution_that_fails_says_nothing_about_its_tests(run, tea):
    changed("reference/solution.py", "tea of", "juice of")(tea)

    found = strength(run)

    assert (found.exit_code, "its solution does not pass" in found.output) == (1, True)


def test_mistakes_that_never_end_are_ended_and_noticed(lesson, monkeypatch):
    monkeypatch.setattr(measure, "_LIMIT", 2.0)
    folder = make_exercise(lesson, "endless-tea")
    polled = """task = asyncio.ensure_future(boil())
    while not task.done():
        await asyncio.sleep(0.5)
    boiled_water = task.result()"""
    changed("reference/solution.py", LINE, polled)(folder)
    changed("reference/solution.py", "async def", "import asyncio\n\n\nasync def")(folder)

    (found,) = measure.strength_of([find_exercise(folder)], jobs=0)

    assert found.is_judged
    assert {one.operator for one in found.survivors} == {"longer-sleep", "wait-at-once"}


def test_a_program_gets_each_survivor_and_the_percentage(run, weak):
    added("exercise.toml", DECLARED.format(operator="skip-await", line="await boil()"))(weak)

    found = json.loads(strength(run, "--json").output)

    assert found["schema"] == "coro-lessons/strength/v1"
    (exercise,) = found["exercises"]
    assert exercise["file"] == "exercises/01_drinks/01_weak_tea/reference/solution.py"
    assert (exercise["noticed"] + len(exercise["survivors"])) == exercise["mutants"]
    why = {one["operator"]: one["why"] for one in exercise["survivors"]}
    assert why["skip-await"] == "Nobody drinks it."


@pytest.mark.parametrize(
    "name", ["make-tea", "1.1", "01_make_tea", "exercises/01_drinks", "drinks"]
)
def test_exercises_are_chosen_by_many_names(run, tea, name):
    assert strength(run, name).output.startswith("1.1 Make tea:")


def test_an_unknown_exercise_is_a_mistake_in_the_command_line(run, tea):
    found = strength(run, "make-juice")

    assert (found.exit_code, "there is make-tea" in found.output) == (2, True)
