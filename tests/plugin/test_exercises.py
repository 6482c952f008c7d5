"""Promises of graded tests: whose code is graded, what counts as done, and who is not disturbed."""

import pytest

SLOW = """
async def {name}(work):
    await work()
    return await work()
"""

RIGHT = """
async def {name}(work):
    return await work()
"""

TWO_TESTS = """
from pytest_coro_lessons import result

async def test_first(exercise, world):
    work = world.operation("work", returns="tea")
    result(await exercise.{name}(work), "tea")

async def test_second(exercise, world):
    work = world.operation("work", returns="milk")
    result(await exercise.{name}(work), "milk")
"""


def test_untouched_stubs_are_not_started_and_not_a_success(course, pytester):
    course.exercise(at="01_make_tea")
    course.exercise(at="02_make_coffee")

    result = pytester.runpytest("exercises")

    assert result.ret == 1
    result.stdout.fnmatch_lines(["0 of 2 exercises done (0 of 10 points)", "=* 2 not started in *"])
    result.stdout.no_fnmatch_line("*NotImplementedError*")


def test_the_exit_code_is_zero_when_every_selected_exercise_passes(course, pytester):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(at="02_make_coffee")

    assert pytester.runpytest("exercises/01_drinks/01_make_tea").ret == 0
    assert pytester.runpytest("exercises").ret == 1


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ("pytestmark = pytest.mark.skip", "..."),
        ("pytestmark = pytest.mark.xfail", "assert 1 == 2"),
        ("", "pytest.skip('not today')"),
    ],
)
def test_a_skipped_graded_test_is_no_success(course, pytester, mark, body):
    tests = f"import pytest\n{mark}\nasync def test_skipped(exercise):\n    {body}\n"
    course.exercise(RIGHT, tests=tests, names=("test_skipped",))

    result = pytester.runpytest("exercises", "-rs")

    assert result.ret == 1
    result.stdout.fnmatch_lines(["0 of 1 exercise done (0 of 5 points)"])
    result.stdout.no_fnmatch_line("*INTERNALERROR*")


def test_other_tests_of_a_project_keep_their_place_beside_exercises(course, pytester):
    course.exercise(RIGHT)
    pytester.makepyfile(test_other="def test_passes(): pass\ndef test_fails(): assert 1 == 2")

    result = pytester.runpytest()

    assert result.ret == 1
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["E * assert 1 == 2", "The exercise is done: 5 of 5 points."])


def test_another_file_of_each_folder_can_be_graded(course, pytester):
    course.exercise(at="01_make_tea")
    reference = course.exercise(at="02_make_coffee") / "reference"
    reference.mkdir()
    (reference / "solution.py").write_text(RIGHT.replace("{name}", "make_coffee"))

    result = pytester.runpytest("exercises", "--coro-answer=reference/solution.py", "-v")

    result.stdout.fnmatch_lines(
        ["*01_make_tea*NOT STARTED*", "*02_make_coffee*PASSED*", "1 of 2 exercises done *"]
    )


def test_answers_can_be_graded_from_a_folder_of_their_own(course, pytester):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(at="02_make_coffee")
    answer = pytester.mkdir("ana") / "01_drinks" / "02_make_coffee" / "exercise.py"
    answer.parent.mkdir(parents=True)
    answer.write_text(RIGHT.replace("{name}", "make_coffee"))

    result = pytester.runpytest("exercises", "--coro-answers=ana", "-v")

    result.stdout.fnmatch_lines(
        ["*01_make_tea*NOT STARTED*", "*02_make_coffee*PASSED*", "1 of 2 exercises done *"]
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--coro-lang=fr"], "--coro-lang must be one of en, es; got 'fr'"),
        (["--coro-answers=nowhere"], "--coro-answers must be a folder; got 'nowhere'"),
        (["--coro-answers=.", "--coro-answer=x.py"], "use either --coro-answer or --coro-answers"),
        (["--coro-real-limit=-1"], "--coro-real-limit must be 0 or more seconds; got -1"),
        (["--coro-real-limit=nan"], "--coro-real-limit must be 0 or more seconds; got nan"),
        (["--coro-real-limit=soon"], "*--coro-real-limit: invalid float value: 'soon'"),
        (["-o", "coro_lang=fr"], "coro_lang must be one of en, es; got 'fr'"),
    ],
)
def test_a_wrong_option_is_a_usage_error_that_names_what_is_allowed(
    course, pytester, options, said
):
    course.exercise()

    result = pytester.runpytest("exercises", *options)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {said}"] if said[0] != "*" else [said])


def test_a_wrong_language_in_the_environment_is_a_usage_error(course, pytester, monkeypatch):
    course.exercise()
    monkeypatch.setenv("PYTEST_CORO_LESSONS_LANG", "klingon")

    result = pytester.runpytest("exercises")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: PYTEST_CORO_LESSONS_LANG must be one of en, es; got 'klingon'"]
    )


ENGLISH, SPANISH = "0 of 1 exercise done *", "0 de 1 ejercicio hecho *"


@pytest.mark.parametrize(
    ("environment", "options", "first_line"),
    [
        ({}, [], ENGLISH),
        ({"LANG": "es_ES.UTF-8"}, [], SPANISH),
        ({"LANG": "fr_FR.UTF-8"}, [], ENGLISH),
        ({"LANG": "C.UTF-8"}, [], ENGLISH),
        ({"LANG": "es_ES", "LC_MESSAGES": "en_GB"}, [], ENGLISH),
        ({"LC_MESSAGES": "en_GB", "LC_ALL": "es_MX.UTF-8"}, [], SPANISH),
        ({"LC_ALL": "en_US.UTF-8", "LANGUAGE": "fr:es:en"}, [], SPANISH),
        ({"LANGUAGE": "en", "PYTEST_CORO_LESSONS_LANG": "es"}, [], SPANISH),
        ({"PYTEST_CORO_LESSONS_LANG": "en"}, ["-o", "coro_lang=es"], SPANISH),
        ({}, ["-o", "coro_lang=en", "--coro-lang=es"], SPANISH),
    ],
)
def test_the_language_is_the_first_one_that_somebody_chose(
    course, pytester, monkeypatch, environment, options, first_line
):
    course.exercise()
    monkeypatch.setattr("os.environ", {**dict(__import__("os").environ), **environment})

    result = pytester.runpytest("exercises", *options)

    result.stdout.fnmatch_lines(["=* coro-lessons =*", first_line], consecutive=True)


def test_equal_names_of_files_modules_and_functions_never_clash(course, pytester):
    tests = TWO_TESTS.replace("{name}", "answer")
    answer = "from helper import DRINK\nasync def answer(work):\n    assert await work() == DRINK\n"
    for number, drink in enumerate(("tea", "milk"), start=1):
        folder = course.exercise(
            answer + "    return DRINK\n", at=f"0{number}_{drink}", tests=tests
        )
        (folder / "helper.py").write_text(f"DRINK = {drink!r}\n")

    reports = pytester.inline_run("exercises").getreports("pytest_runtest_logreport")

    calls = [(report.nodeid[-23:], report.outcome) for report in reports if report.when == "call"]
    assert [outcome for _, outcome in calls] == ["passed", "failed", "failed", "passed"]


def test_the_answer_is_loaded_anew_for_every_test(course, pytester):
    answer = """
CALLS = []

async def {name}(work):
    CALLS.append(work)
    assert len(CALLS) == 1
    return await work()
"""
    course.exercise(answer, tests=TWO_TESTS, names=("test_first", "test_second"))

    assert pytester.runpytest("exercises").ret == 0


@pytest.mark.parametrize(
    ("answer", "code", "place"),
    [
        ("async def other(work): ...", "CL901: Your file does not define `make_tea`.", ""),
        (
            "x = 1\nasync def make_tea(work) return 1",
            "CL902: Python cannot read your file: *",
            ":2",
        ),
        ("x = 1\nimport no_such_module_anywhere", "CL903: Your file could not be loaded: *", ":2"),
        ("x = 1\n1 / 0", "CL903: Your file could not be loaded: ZeroDivisionError*", ":2"),
        ("import sys\nsys.exit(0)", "CL903: Your file could not be loaded: SystemExit: 0*", ":2"),
        (
            "import asyncio\nasyncio.run(asyncio.sleep(9))",
            "CL908: Your file starts an event loop when it is loaded.",
            ":2",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_words(course, pytester, answer, code, place):
    course.exercise(answer)

    result = pytester.runpytest("exercises")

    assert result.ret == 1
    result.stdout.fnmatch_lines([f"exercises/01_drinks/01_make_tea/exercise.py{place}", "", code])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_file_that_hides_a_standard_module_is_told_in_words(course, pytester):
    folder = course.exercise("import asyncio\n" + RIGHT)
    (folder / "asyncio.py").write_text("def run(): ...\n")

    result = pytester.runpytest("exercises")

    result.stdout.fnmatch_lines(
        [
            "exercises/01_drinks/01_make_tea/asyncio.py",
            "",
            "CL904: The file `asyncio.py` hides Python's own module `asyncio`.",
        ]
    )


def test_collecting_never_runs_the_answer(course, pytester):
    course.exercise("raise SystemExit('the answer was run')\n")

    result = pytester.runpytest("exercises", "--collect-only", "-q")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["*test_exercise.py::test_returns_the_answer"])
    result.stdout.no_fnmatch_line("*coro-lessons*")


@pytest.mark.parametrize("options", [[], ["-n2"]])
def test_a_wrong_exercise_toml_is_told_to_its_author_and_the_others_run(course, pytester, options):
    broken = course.exercise(RIGHT, at="01_make_tea")
    toml = (broken / "exercise.toml").read_text().replace("points = 5", 'points = "many"')
    (broken / "exercise.toml").write_text(toml)
    course.exercise(RIGHT, at="02_make_coffee")

    result = pytester.runpytest("exercises", *options)

    assert result.ret == 1
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*exercise.toml:*: steps*points = 'many' does not fit: *; write points = 5"]
    )
    result.stdout.no_fnmatch_line("*another exception*")
    result.stdout.no_fnmatch_line("*direct cause*")
    result.stdout.fnmatch_lines(["The exercise is done: 5 of 5 points."])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_what_one_answer_leaves_behind_never_reaches_the_next(course, pytester):
    untidy = """
import asyncio

async def {name}(work):
    work()                                  # never awaited
    asyncio.sleep(5)                        # never awaited
    asyncio.create_task(asyncio.sleep(60))  # left running
    asyncio.get_running_loop().create_future().set_exception(ValueError("never looked at"))
    return await work()
"""
    course.exercise(untidy, at="01_make_tea")
    course.exercise(RIGHT, at="02_make_coffee")

    result = pytester.runpytest("exercises", "-v", "-Walways")

    result.stdout.fnmatch_lines(["*01_make_tea*TO FIX*", "*02_make_coffee*PASSED*"])
    result.stdout.no_fnmatch_line("*warnings summary*")
    result.stdout.no_fnmatch_line("*RuntimeWarning*")
    assert result.stderr.str() == ""


STUBBORN = """
import asyncio

async def stays():
    while True:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            pass

async def {name}(work):
    global task
    task = asyncio.create_task(stays())
    return await work()
"""


def test_a_task_that_refuses_to_end_is_a_finding_and_no_warning_of_a_library(course, pytester):
    course.exercise(STUBBORN, at="01_make_tea")
    course.exercise(RIGHT, at="02_make_coffee")

    result = pytester.runpytest("exercises", "-v")

    result.stdout.fnmatch_lines(
        ["*01_make_tea*TO FIX*", "*02_make_coffee*PASSED*", "CL402: *", "*1 passed, 1 to fix in*"]
    )
    result.stdout.no_fnmatch_line("*warnings summary*")
    assert result.stderr.str() == ""


def test_a_synchronous_graded_test_runs_asyncio_in_virtual_time(course, pytester):
    answer = """
import asyncio, time

def {name}(seconds):
    asyncio.run(asyncio.sleep(seconds))
    return time.monotonic()
"""
    tests = """
from pytest_coro_lessons import took

def test_main(exercise, virtual_clock):
    with took(3600, clock=virtual_clock):
        before = exercise.{name}(1800)
        after = exercise.{name}(1800)

    assert (before, after) == (1800, 3600)
"""
    course.exercise(answer, tests=tests, names=("test_main",))

    assert pytester.runpytest("exercises").ret == 0


def test_the_dates_of_an_exercise_are_the_same_for_everybody(course, pytester):
    answer = """
import asyncio
from datetime import datetime
from time import sleep

async def {name}():
    await asyncio.sleep(60)
    return datetime.now().isoformat()
"""
    tests = """
from pytest_coro_lessons import result

async def test_date(exercise):
    result(await exercise.{name}(), "2026-01-01T00:01:00")
"""
    course.exercise(answer, tests=tests, names=("test_date",))

    assert pytester.runpytest("exercises").ret == 0


def test_the_fixture_exercise_outside_of_an_exercise_is_refused_in_one_line(project):
    project.makepyfile("def test_lost(exercise): pass")

    result = project.runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["the fixture 'exercise' is for a test beside an exercise.toml; * has none"]
    )


def test_xdist_grades_the_same(course, pytester):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(SLOW, at="02_make_coffee")
    course.exercise(at="03_make_soup")

    result = pytester.runpytest("exercises", "-n2")

    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "1 of 3 exercises done (5 of 15 points)",
            "1.2 Make coffee: Its answer",
            "exercises/01_drinks/02_make_coffee/exercise.py:3",
            "CL201: 2 calls of `work` took 4 s of virtual time instead of 2 s.",
            "Next: 1.2 Make coffee",
        ]
    )


def test_a_run_without_a_terminal_reporter_grades_as_well(course, pytester):
    course.exercise(RIGHT)

    result = pytester.runpytest("exercises", "-p", "no:terminal", "--coro-json=results.json")

    assert result.ret == 0
    assert '"passed"' in (pytester.path / "results.json").read_text()


def test_failed_ones_can_be_run_again(course, pytester):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(SLOW, at="02_make_coffee")

    pytester.runpytest("exercises")
    result = pytester.runpytest("exercises", "--lf")

    result.stdout.fnmatch_lines(["0 of 1 exercise done (0 of 5 points)"])


def test_the_first_failure_can_end_the_run(course, pytester):
    course.exercise(SLOW, at="01_make_tea")
    course.exercise(RIGHT, at="02_make_coffee")

    result = pytester.runpytest("exercises", "-x")

    assert result.ret == 1
    result.stdout.fnmatch_lines(["0 of 2 exercises done (0 of 10 points)", "*1 to fix in *"])


def test_exercises_are_in_the_order_of_their_numbers(course, pytester):
    course.exercise(at="01_make_tea", lesson="10_last")
    course.exercise(at="10_make_coffee", lesson="9_first")
    course.exercise(at="9_make_soup", lesson="9_first")

    result = pytester.runpytest("exercises")

    result.stdout.fnmatch_lines(["Next: 9.9 Make soup"])


def test_numbers_of_loop_and_clock_are_for_test_authors_too(course, pytester):
    tests = """
from pytest_coro_lessons import VirtualTimeLoop

async def test_fixtures(exercise, world, virtual_loop, virtual_clock):
    assert isinstance(virtual_loop, VirtualTimeLoop)
    assert virtual_clock is virtual_loop.clock
    assert repr(exercise) == "<the answer in exercise.py>"
"""
    course.exercise(RIGHT, tests=tests, names=("test_fixtures",))

    assert pytester.runpytest("exercises").ret == 0


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "  make   coro-lessons reset make-tea   (exercise.py is missing; this brings*"),
        ("es", "  crea     coro-lessons reset make-tea   (falta exercise.py; así vuelve*"),
    ],
)
def test_who_has_lost_the_file_is_told_how_it_comes_back(course, pytester, language, line):
    course.exercise(None)

    result = pytester.runpytest("exercises", f"--coro-lang={language}")

    result.stdout.fnmatch_lines([line])
    result.stdout.no_fnmatch_line("*/exercise.py*")
