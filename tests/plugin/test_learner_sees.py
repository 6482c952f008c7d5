"""Promises of what a learner reads in the terminal, in editors and in CI files."""

import os
import re
import sys
from xml.etree import ElementTree

import pytest

SLOW = """
async def {name}(work):
    print("two calls")
    await work()
    return await work()
"""

RIGHT = """
async def {name}(work):
    print("one call")
    return await work()
"""

WRONG_RESULT = """
async def {name}(work):
    await work()
    return "nothing"
"""

THREE_TESTS = """
from pytest_coro_lessons import result, took

async def check(exercise, world):
    work = world.operation("work", seconds=2.0, returns="tea")
    with took(2.0):
        answer = await exercise.{name}(work)
    result(answer, "tea")

async def test_one(exercise, world):
    await check(exercise, world)

async def test_two(exercise, world):
    await check(exercise, world)

async def test_three(exercise, world):
    await check(exercise, world)
"""
NAMES = ("test_one", "test_two", "test_three")


@pytest.fixture
def some_of_each(course):
    """One exercise that is done, two that are wrong, one that is not started."""
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(SLOW, at="02_make_coffee")
    course.exercise(WRONG_RESULT, at="03_make_soup")
    course.exercise(at="04_make_toast")
    return course


@pytest.fixture
def big_course(course):
    """46 exercises with three tests each, none of them started."""
    for number in range(46):
        lesson, at = divmod(number, 6)
        course.exercise(
            at=f"{at + 1:02}_drink_{number}",
            lesson=f"{lesson + 1:02}_lesson",
            tests=THREE_TESTS,
            names=NAMES,
        )
    return course


def below_the_header(text):
    return text.partition("collected ")[2].splitlines()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_screen_of_a_course(course, pytester, summary_of, golden, language):
    course.exercise(at="01_make_tea")
    course.exercise(at="02_make_coffee")

    result = pytester.runpytest("exercises", f"--coro-lang={language}")

    golden(f"plugin/first_screen.{language}.txt", summary_of(result))


@pytest.mark.parametrize("language", ["en", "es"])
def test_some_of_each(some_of_each, pytester, summary_of, golden, language):
    result = pytester.runpytest("exercises", f"--coro-lang={language}")

    golden(f"plugin/some_of_each.{language}.txt", summary_of(result))


@pytest.mark.parametrize("language", ["en", "es"])
def test_with_v_every_failure_is_told_in_full(some_of_each, pytester, summary_of, golden, language):
    result = pytester.runpytest("exercises", "-v", f"--coro-lang={language}")

    golden(f"plugin/verbose.{language}.txt", summary_of(result))
    result.stdout.fnmatch_lines(
        ["*::test_returns_the_answer PASSED*", "*TO FIX*", "*TO FIX*", "*NOT STARTED*"]
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_with_q_there_is_a_headline_and_a_sentence(some_of_each, pytester, golden, language):
    result = pytester.runpytest("exercises", "-q", f"--coro-lang={language}")

    golden(f"plugin/quiet.{language}.txt", result.stdout.str())


def test_with_qq_there_is_nothing_of_ours(some_of_each, pytester):
    result = pytester.runpytest("exercises", "-qq")

    assert [line for line in result.outlines if line] == [
        ".FF-                                                                     [100%]"
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_course_that_is_done(course, pytester, summary_of, golden, language):
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(RIGHT, at="02_make_coffee")

    result = pytester.runpytest("exercises", f"--coro-lang={language}")

    golden(f"plugin/done.{language}.txt", summary_of(result))


def test_a_fresh_course_of_46_exercises_fits_in_25_lines(big_course, pytester):
    result = pytester.runpytest("exercises")

    result.stdout.fnmatch_lines(["collected 138 items", "0 of 46 exercises done (0 of 230 points)"])
    assert len(below_the_header(result.stdout.str())) <= 25


def test_the_first_2000_characters_suffice_when_everything_is_wrong(course, pytester):
    for number in range(1, 31):
        course.exercise(SLOW, at=f"{number:02}_drink_{number}", tests=THREE_TESTS, names=NAMES)

    seen = pytester.runpytest("exercises").stdout.str()[:2000]

    assert "0 of 30 exercises done" in seen
    assert "exercises/01_drinks/01_drink_1/exercise.py:4" in seen
    assert "CL201: 2 calls of `work` took 4 s of virtual time instead of 2 s." in seen
    assert "\nLook at " in seen


TWO_MORE_STEPS = """
[[steps]]
id = "second"
title = { en = "Second", es = "Segundo" }
tests = ["test_two"]
points = 3

[[steps]]
id = "third"
title = { en = "Third", es = "Tercero" }
tests = ["test_three"]
points = 3
"""

DOES_NOT_COMPILE = "async def {name}(work:\n    return await work()\n"


@pytest.fixture
def three_of_a_kind(course):
    """Two exercises with three steps each, whose files cannot be loaded."""
    for at in ("01_make_tea", "02_make_coffee"):
        folder = course.exercise(DOES_NOT_COMPILE, at=at, tests=THREE_TESTS, names=NAMES[:1])
        toml = (folder / "exercise.toml").read_text()
        (folder / "exercise.toml").write_text(toml + TWO_MORE_STEPS)
    return course


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_file_that_cannot_be_loaded_is_told_once(
    three_of_a_kind, pytester, summary_of, golden, language
):
    result = pytester.runpytest("exercises", f"--coro-lang={language}")

    golden(f"plugin/not_loaded.{language}.txt", summary_of(result))
    result.stdout.fnmatch_lines(["=* 6 to fix in *"])


def test_with_v_a_file_that_cannot_be_loaded_is_told_once_as_well(three_of_a_kind, pytester):
    text = pytester.runpytest("exercises", "-v").stdout.str()

    assert text.count("CL902: ") == 2
    assert text.count("2 more tests fail in the same way: Second, Third") == 2


def test_every_test_of_a_file_that_cannot_be_loaded_has_its_text_elsewhere(
    three_of_a_kind, pytester
):
    pytester.runpytest("exercises", "--junitxml=out.xml")

    tree = ElementTree.parse(pytester.path / "out.xml")
    texts = [failure.text for failure in tree.iter("failure")]
    assert len(texts) == 6
    assert all("CL902: " in text for text in texts)
    assert not any("in the same way" in text for text in texts)


def test_failures_beyond_the_first_are_one_line_each_and_not_without_end(course, pytester):
    for number in range(1, 31):
        course.exercise(WRONG_RESULT, at=f"{number:02}_drink_{number}")

    result = pytester.runpytest("exercises")

    lines = [line for line in result.outlines if re.match(r"  1\.\d+ Drink", line)]
    assert len(lines) == 20
    assert all("CL601: Result: 'nothing'. Expected: 'tea'." in line for line in lines)
    result.stdout.fnmatch_lines(
        ["29 other tests to fix (all of it with -v):", "  and 9 more", "", "Next: 1.1 Drink 1"]
    )


def test_tb_no_keeps_to_one_line_each(some_of_each, pytester):
    result = pytester.runpytest("exercises", "--tb=no")

    result.stdout.fnmatch_lines(["2 other tests to fix *", "  1.2 Make coffee: *", "  1.3 Make *"])
    result.stdout.no_fnmatch_line("Look at *")


def test_no_summary_is_obeyed(some_of_each, pytester):
    pytester.runpytest("exercises", "--no-summary").stdout.no_fnmatch_line("*coro-lessons =*")


def test_no_traceback_is_shown(some_of_each, pytester):
    result = pytester.runpytest("exercises")

    result.stdout.no_fnmatch_line("*FAILURES*")
    result.stdout.no_fnmatch_line("*Error*")
    result.stdout.no_fnmatch_line("*pytest_coro_lessons*")


def test_tb_long_brings_the_tracebacks_back(some_of_each, pytester):
    result = pytester.runpytest("exercises", "--tb=long")

    result.stdout.fnmatch_lines(
        [
            "*= FAILURES =*",
            ">*with took(2.0):",
            "E*pytest_coro_lessons.CheckFailed: CL101: *",
            "*Captured stdout call*",
            "two calls",
            ">*answer = await exercise.make_toast(work)",
            ">*raise NotImplementedError",
            "*= short test summary info =*",
            "FAILED *make_coffee*",
            "*= coro-lessons =*",
            "CL201: *",
        ]
    )
    result.stdout.no_fnmatch_line("*pytest_coro_lessons/*")


def test_full_trace_shows_our_frames_as_well(some_of_each, pytester):
    result = pytester.runpytest("exercises", "--full-trace")

    result.stdout.fnmatch_lines(["*pytest_coro_lessons/checks/*", "*= coro-lessons =*"])


def test_a_fault_of_the_test_itself_shows_no_frame_of_ours_either(course, pytester):
    tests = """
import pytest

@pytest.fixture
def broken(world):
    world.operation("work", colour="red")

async def test_with_broken_fixture(exercise, broken):
    pass
"""
    course.exercise(RIGHT, tests=tests, names=("test_with_broken_fixture",))

    result = pytester.runpytest("exercises")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([">*world.operation(?work?, colour=?red?)", "E *TypeError: *"])
    result.stdout.no_fnmatch_line("*pytest_coro_lessons/*")


def test_what_the_learner_printed_is_shown_once_and_only_on_failure(some_of_each, pytester):
    text = pytester.runpytest("exercises").stdout.str()

    assert text.count("Your code printed:\n  two calls\n") == text.count("two calls") == 1
    assert "one call" not in text


@pytest.mark.parametrize("option", ["--show-capture=no", "--show-capture=stderr", "-s"])
def test_prints_are_not_repeated_for_who_asked_for_that(some_of_each, pytester, option):
    result = pytester.runpytest("exercises", option)

    result.stdout.no_fnmatch_line("*Your code printed:*")


def test_of_many_prints_the_last_ones_are_shown(course, pytester):
    course.exercise("async def {name}(work):\n    for n in range(1000): print('line', n)\n")

    result = pytester.runpytest("exercises")

    result.stdout.fnmatch_lines(
        ["Your code printed:", "  (988 lines before these)", "  line 988"], consecutive=True
    )
    result.stdout.fnmatch_lines(["  line 999", "", "Next: *"], consecutive=True)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_terminal_without_unicode_gets_ascii_only(some_of_each, pytester, language):
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "pytest", "exercises", f"--coro-lang={language}"]

    result = pytester.run(
        "/usr/bin/env", *[f"{name}={value}" for name, value in environment.items()], *command
    )

    text = result.stdout.str()
    assert text.isascii()
    assert "\\u" not in text
    assert "\\n" not in text
    result.stdout.fnmatch_lines(["CL201: *"])


def test_colour_is_for_who_sees_colours(some_of_each, pytester, monkeypatch):
    in_colour = pytester.runpytest("exercises", "--color=yes").stdout.str()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = pytester.runpytest("exercises").stdout.str()

    assert re.search(r"\x1b\[31mCL201: [^\n]*\x1b\[0m\n", in_colour)
    assert re.search(r"\x1b\[1m1 of 4 exercises done [^\n]*\x1b\[0m\n", in_colour)
    assert "\x1b" not in plain


def junit(pytester, *options):
    pytester.runpytest("exercises", "--junitxml=junit.xml", *options)
    cases = ElementTree.parse(pytester.path / "junit.xml").getroot().iter("testcase")
    return {case.get("classname").split(".")[2][3:]: case for case in cases}


def properties(case):
    return {entry.get("name"): entry.get("value") for entry in case.iter("property")}


@pytest.mark.parametrize("options", [(), ("-n2",)])
def test_a_junit_file_has_the_text_once_and_the_properties(some_of_each, pytester, options):
    cases = junit(pytester, *options)

    assert properties(cases["make_tea"]) == {
        "lesson": "drinks",
        "exercise": "make-tea",
        "status": "passed",
        "step": "answer",
        "step_points": "5",
        "virtual_seconds": "2.0",
    }
    assert properties(cases["make_coffee"]) == {
        "lesson": "drinks",
        "exercise": "make-coffee",
        "status": "failed",
        "step": "answer",
        "step_points": "5",
        "virtual_seconds": "4.0",
        "diagnostic": "CL201",
    }
    (failure,) = cases["make_coffee"].iter("failure")
    first = "CL201: 2 calls of `work` took 4 s of virtual time instead of 2 s."
    assert failure.get("message") == first
    assert failure.text.splitlines()[1:4] == [
        "exercises/01_drinks/02_make_coffee/exercise.py:4",
        "",
        first,
    ]
    assert ElementTree.tostring(failure, encoding="unicode").count("Each call started") == 1
    (unstarted,) = cases["make_toast"].iter("failure")
    assert unstarted.get("message") == "CL909: `make_toast` is not started yet."


EDITOR = """
import json
import pathlib
import pytest

SEEN = {}

def pytest_report_teststatus(report, config):
    if report.when == "call":
        SEEN[report.nodeid] = "success" if report.passed else report.longreprtext

def pytest_sessionfinish(session, exitstatus):
    pathlib.Path(__file__).with_name("seen.json").write_text(json.dumps(SEEN))
"""


def test_an_editor_that_listens_as_vs_code_does_hears_of_every_test(some_of_each, pytester):
    import json

    elsewhere = pytester.mkdir("elsewhere")
    (elsewhere / "editor.py").write_text(EDITOR)
    ids = [
        f"{pytester.path}/exercises/01_drinks/{folder}/test_exercise.py::test_returns_the_answer"
        for folder in ("01_make_tea", "02_make_coffee", "04_make_toast")
    ]
    pytester.syspathinsert(elsewhere)
    os.chdir(elsewhere)

    result = pytester.runpytest("-p", "editor", f"--rootdir={pytester.path}", *ids)

    assert result.ret == 1
    passed, failed, unstarted = json.loads((elsewhere / "seen.json").read_text()).values()
    assert passed == "success"
    assert "CL201: 2 calls of `work`" in failed
    assert f"{pytester.path}/exercises/01_drinks/02_make_coffee/exercise.py:4" in failed
    assert failed.endswith("Your code printed:\n  two calls")
    assert "CL909: `make_toast` is not started yet." in unstarted


def test_a_path_above_the_reader_is_shown_in_full(some_of_each, pytester):
    os.chdir(pytester.mkdir("elsewhere"))

    result = pytester.runpytest(pytester.path / "exercises")

    folder = pytester.path / "exercises" / "01_drinks" / "02_make_coffee"
    result.stdout.fnmatch_lines(
        [f"{folder}/exercise.py:4", f"  edit   {folder}/exercise.py", f"  run    pytest {folder}"]
    )


def test_reports_of_other_tests_look_as_always(course, pytester):
    course.exercise(RIGHT)
    pytester.makepyfile(test_other="def test_fails():\n    print('seen')\n    assert 1 == 2\n")

    result = pytester.runpytest()

    result.stdout.fnmatch_lines(
        [
            "*= FAILURES =*",
            "E*assert 1 == 2",
            "*Captured stdout call*",
            "seen",
            "FAILED test_other*",
        ]
    )
