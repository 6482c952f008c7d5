"""Promises of the formats: each says what the results say, in the form its readers know."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.lessons import Exercise, ExerciseInfo, LessonInfo, Step, Text
from pytest_coro_lessons.reports.formats import (
    FORMATS,
    FormatError,
    Noted,
    files_of,
    make_report,
    write_report,
)
from pytest_coro_lessons.reports.text import Reader

from .format_readers import (
    Score,
    read_classroom50,
    read_csv,
    read_exercism,
    read_gradescope,
    read_junit,
    read_own,
    read_prairielearn,
)

READERS = {
    "junit": read_junit,
    "gradescope": read_gradescope,
    "classroom50": read_classroom50,
    "prairielearn": read_prairielearn,
    "csv": read_csv,
}
CLASSROOM = {
    "CLASSROOM": "asyncio",
    "ASSIGNMENT": "tea",
    "SUBMISSION_TAG": "submit/2026-11-22T16-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/tag/submit",
    "OWNER": "ana",
}
AT = datetime(2026, 11, 22, 16, 0, 1, tzinfo=UTC)
TESTS = '''
"""Graded tests."""

async def test_pours_last(exercise, world):
    """Say what is promised."""
    pour = world.operation("pour")

    await exercise.make_tea(pour)

async def test_boils_first(exercise):
    assert True

async def test_boils_once(exercise): assert exercise.boils == 1
'''
BOIL = Step("boil", Text("It boils", "Hierve"), ("test_boils_first", "test_boils_once"), 3)
POUR = Step("pour", Text("It pours", "Sirve"), ("test_pours_last",), 5)
LESSON = LessonInfo("drinks", Text("Drinks", "Bebidas"))
HINT = Text("Look.", "Mira.")
LATE = Diagnostic("CL101", {"actual": 3.0, "expected": 1.0, "difference": 2.0}, None, 4)
BROKEN = Diagnostic("CL902", {"message": "expected ':'"}, None, 2)
UNTOUCHED = Diagnostic("CL909", {"name": "make_tea"}, None, 1)


@pytest.fixture
def tea(tmp_path):
    """An exercise with two steps; its test file has their tests in another order."""
    folder = tmp_path / "02_drinks" / "01_make_tea"
    folder.mkdir(parents=True)
    (folder / "test_exercise.py").write_text(TESTS, encoding="utf-8")
    title = Text("Make tea", "Haz té")
    info = ExerciseInfo("make-tea", title, (BOIL, POUR), (HINT, HINT, HINT))
    return Exercise(folder, LESSON, info)


@pytest.fixture
def coffee(tea):
    folder = tea.folder.with_name("02_make_coffee")
    shutil.copytree(tea.folder, folder)
    title = Text("Make coffee", "Haz café")
    info = ExerciseInfo("make-coffee", title, tea.info.steps, tea.info.hints)
    return Exercise(folder, LESSON, info)


@pytest.fixture
def report(tmp_path):
    """Make the report of graded exercises."""

    def report(*outcomes, language="en", **known):
        def shown(path):
            return Path(path).relative_to(tmp_path).as_posix()

        reader = Reader(language, shown, lambda exercise: exercise.answer_file)
        return make_report(outcomes, reader, tmp_path, AT, **known)

    return report


@pytest.fixture
def some_of_each(tea, coffee, report):
    """A run in which something passed, something failed, and something was not run."""

    def some_of_each(language="en"):
        passed = [Outcome(test, "passed", (), 1.0) for test in tea.info.tests]
        mixed = [Outcome("test_boils_first", "passed", (), 1.0), late()]
        noted = {
            ("make-coffee", "test_pours_last"): Noted("2 < 3 & \x1b[31m\n```\n", "", "a ├──┤ 3 s")
        }
        outcomes = grade(tea, passed), grade(coffee, mixed)
        return report(*outcomes, language=language, noted=noted, seconds=1.23456, student="ana")

    return some_of_each


def late():
    return Outcome("test_pours_last", "failed", (LATE,), 3.0)


def made(name, report, environ=CLASSROOM):
    return files_of(name, report, environ)[""]


def data(name, report):
    return json.loads(made(name, report))


@pytest.mark.parametrize("name", READERS)
def test_each_format_says_what_the_results_say(some_of_each, name):
    report = some_of_each()

    read, own = READERS[name](made(name, report)), read_own(made("json", report))

    assert read.total[:2] == own.total[:2] == (8, 16)


@pytest.mark.parametrize("name", ["junit", "gradescope", "classroom50"])
def test_formats_with_checks_say_of_each_what_the_results_say(some_of_each, name):
    report = some_of_each()

    assert READERS[name](made(name, report)).parts == read_own(made("json", report)).parts


def test_prairielearn_has_the_points_of_each_check(some_of_each):
    report = some_of_each()

    read, own = read_prairielearn(made("prairielearn", report)), read_own(made("json", report))

    assert [part[:2] for part in read.parts.values()] == [part[:2] for part in own.parts.values()]


def test_the_table_has_a_row_for_each_exercise(some_of_each):
    report = some_of_each()

    exercises = json.loads(made("json", report))["exercises"]
    assert read_csv(made("csv", report)).parts == {
        exercise["id"]: Score(exercise["points"], exercise["max_points"], None)
        for exercise in exercises
    }


def test_exercism_says_which_tasks_are_done(tea, report):
    found = report(grade(tea, [*map(passed, BOIL.tests), late()]))

    read = read_exercism(made("exercism", found))

    own = read_own(made("json", found)).parts.values()
    assert [read.parts[task].passed for task in ("1", "2")] == [part.passed for part in own]


def passed(test):
    return Outcome(test, "passed", (), 1.0)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_format_is_as_it_was_looked_at(golden, some_of_each, name, language):
    ending = {"junit": "xml", "csv": "csv"}.get(name, "json")
    text = made(name, some_of_each(language)).decode()

    golden(f"formats/{name}.{language}.{ending}", text)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_student_of_classroom_50_gets_a_page(golden, some_of_each, language):
    files = files_of("classroom50", some_of_each(language), CLASSROOM)

    golden(f"formats/release-body.{language}.md", files["release-body.md"].decode())


def test_our_own_results_are_the_same_in_every_language(some_of_each):
    assert made("json", some_of_each("en")) == made("json", some_of_each("es"))


# When nothing can be said of what the answer does.


@pytest.mark.parametrize("name", ["junit", "gradescope", "classroom50"])
def test_a_file_that_cannot_be_loaded_has_a_result_for_every_check(tea, report, name):
    broken = [Outcome(test, "failed", (BROKEN,)) for test in tea.info.tests]

    read = READERS[name](made(name, report(grade(tea, broken))))

    assert read.parts == {
        "make-tea/boil": Score(0, 3, False),
        "make-tea/pour": Score(0, 5, False),
    }


@pytest.mark.parametrize("name", ["junit", "gradescope", "classroom50"])
def test_tests_that_were_not_run_have_results_too(tea, report, name):
    read = READERS[name](made(name, report(grade(tea, []))))

    assert read.parts == {
        "make-tea/boil": Score(0, 3, False),
        "make-tea/pour": Score(0, 5, False),
    }


def test_a_file_that_cannot_be_loaded_is_an_error_to_exercism(tea, report):
    broken = [Outcome(test, "failed", (BROKEN,)) for test in tea.info.tests]

    found = data("exercism", report(grade(tea, broken)))

    assert found["status"] == "error"
    assert found["message"].startswith("CL902: ")
    assert [test["status"] for test in found["tests"]] == ["error", "error", "error"]


def test_a_file_that_cannot_be_loaded_costs_no_attempt_in_prairielearn(tea, report):
    broken = [Outcome(test, "failed", (BROKEN,)) for test in tea.info.tests]

    found = data("prairielearn", report(grade(tea, broken)))

    assert found["gradable"] is False
    assert [error.partition(":")[0] for error in found["format_errors"]] == ["CL902"]


def test_a_fault_of_the_tests_costs_no_attempt_in_prairielearn(tea, report):
    faults = [Outcome(test, "error") for test in tea.info.tests]
    noted = {("make-tea", test): Noted(error="fixture 'x' not found") for test in tea.info.tests}

    found = data("prairielearn", report(grade(tea, faults), noted=noted))

    assert found["gradable"] is False
    assert "fixture 'x' not found" in found["format_errors"][0]


def test_an_untouched_stub_is_gradable(tea, report):
    stubs = [Outcome(test, "not_started", (UNTOUCHED,)) for test in tea.info.tests]

    found = data("prairielearn", report(grade(tea, stubs)))

    assert (found["gradable"], found["score"]) == (True, 0.0)


@pytest.mark.parametrize("name", ["gradescope", "prairielearn", "exercism", "junit", "csv"])
def test_a_run_of_which_nothing_is_known_is_still_a_valid_file(report, name):
    readers = {**READERS, "exercism": read_exercism}

    assert not readers[name](made(name, report())).parts


# What is inside.


def test_exercism_gets_the_tests_in_the_order_of_the_file_with_their_source(tea, report):
    found = data("exercism", report(grade(tea, [passed("test_boils_first"), late()])))

    assert [test["name"] for test in found["tests"]] == [
        "It pours",
        "It boils: boils first",
        "It boils: boils once",
    ]
    assert found["tests"][0]["test_code"] == (
        '"""Say what is promised."""\n'
        'pour = world.operation("pour")\n\nawait exercise.make_tea(pour)'
    )
    assert found["tests"][1]["test_code"] == "assert True"
    assert found["tests"][2]["test_code"] == "assert exercise.boils == 1"


def test_exercism_gets_at_most_500_characters_of_what_was_printed(tea, report):
    noted = {("make-tea", "test_pours_last"): Noted("x" * 501)}

    found = data("exercism", report(grade(tea, [late()]), noted=noted))

    output = found["tests"][0]["output"]
    assert len(output) == 500
    assert output.endswith("x\nOutput was truncated. Please limit to 500 chars")


def test_an_exercise_whose_test_file_is_no_python_has_results_without_source(tea, report):
    (tea.folder / "test_exercise.py").write_text("def", encoding="utf-8")

    found = data("exercism", report(grade(tea, [late()])))

    assert [test["test_code"] for test in found["tests"]] == ["", "", ""]


def test_what_was_printed_cannot_leave_its_block_in_gradescope(tea, report):
    noted = {("make-tea", "test_pours_last"): Noted("```\n# Passed\n")}

    found = data("gradescope", report(grade(tea, [late()]), noted=noted))

    assert found["tests"][1]["output"].endswith("\n\n````text\n```\n# Passed\n````")


def test_what_xml_cannot_hold_is_replaced(tea, report):
    noted = {("make-tea", "test_pours_last"): Noted("\x1b[31mred\x00\ud800 < >")}

    xml = made("junit", report(grade(tea, [late()]), noted=noted))

    assert b"<system-out>?[31mred?? &lt; &gt;</system-out>" in xml


def test_half_a_character_does_not_break_a_file(tea, report):
    noted = {("make-tea", "test_pours_last"): Noted("\ud800")}

    found = data("prairielearn", report(grade(tea, [late()]), noted=noted))

    assert found["tests"][1]["output"] == "?"


def test_of_much_that_was_printed_the_end_is_kept(tea, report):
    noted = {("make-tea", "test_pours_last"): Noted("a" * 50_000 + "the end")}

    found = data("prairielearn", report(grade(tea, [late()]), noted=noted))

    assert found["tests"][1]["output"].startswith("[...]\na")
    assert found["tests"][1]["output"].endswith("the end")


def test_of_several_failed_tests_the_first_is_told_and_the_others_named(tea, report):
    other = Outcome("test_boils_once", "failed", (BROKEN,))
    first = Outcome("test_boils_first", "failed", (LATE,))

    (_, check), _ = report(grade(tea, [first, other])).checks

    assert check.message.startswith("CL101: ")
    assert check.paragraphs[-1].startswith("boils once: CL902: ")


def test_a_test_of_no_step_is_a_check_without_points(tea, report):
    other = Outcome("test_is_tidy[2]", "failed", (LATE,))
    everything = [*map(passed, tea.info.tests), other]

    found = data("gradescope", report(grade(tea, everything)))

    assert found["score"] == 8
    last = found["tests"][-1]
    assert (last["name"], last["max_score"], last["status"]) == (
        "2.1 Make tea: is tidy [2]",
        0,
        "failed",
    )


# Classroom 50.


def test_outside_of_classroom_50_the_format_says_what_is_missing(tea, report):
    environ = {name: CLASSROOM[name] for name in ("CLASSROOM", "COMMIT_URL")}

    missing = "not set: ASSIGNMENT, SUBMISSION_TAG, RELEASE_URL, OWNER; Classroom 50"
    with pytest.raises(FormatError, match=missing):
        files_of("classroom50", report(grade(tea, [])), environ)


def test_classroom_50_may_say_more(tea, report):
    environ = {**CLASSROOM, "OWNER": "", "USERNAME": "eva", "ASSIGNMENT_TYPE": "group"}
    environ["REVIEW_URL"] = "https://example.org/compare"

    found = json.loads(made("classroom50", report(grade(tea, [])), environ))

    assert (found["owner"], found["assignment_type"]) == ("eva", "group")
    assert (found["commit"], found["review"]) == (CLASSROOM["COMMIT_URL"], environ["REVIEW_URL"])


# Files.


def test_the_files_of_a_format_stand_beside_one_another(tea, report, tmp_path):
    file = tmp_path / "out" / "result.json"

    write_report("classroom50", report(grade(tea, [])), file, CLASSROOM)

    names = sorted(path.name for path in file.parent.iterdir())
    assert names == ["release-body.md", "result.json"]
