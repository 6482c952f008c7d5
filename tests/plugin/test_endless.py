"""Promises about code that does not end, in real seconds: a few each.

Every run is a process of its own, for some of these answers cannot be stopped in any other way.
"""

import json
import re
import time
from textwrap import dedent
from xml.etree import ElementTree

import pytest

LIMIT = 0.5
# For one endless answer on a busy machine: the limit, three more tries, pytest started twice.
ENOUGH = 40.0

RIGHT = """
async def {name}(work):
    return await work()
"""

TESTS = """
from pytest_coro_lessons import result

async def test_returns_the_answer(exercise, world):
    result(await exercise.{name}(world.operation("work", returns="tea")), "tea")
"""

IN_A_COROUTINE = """
async def endless(work):
    await work()
    while True:
        pass  # HERE
"""
IN_A_FUNCTION = """
def spin():
    while True:
        pass  # HERE

async def endless(work):
    spin()
"""
AT_IMPORT = """
n = 0
while True:
    n += 1  # HERE
"""
IN_A_WORKER = """
import asyncio

def spin():
    while True:
        pass  # HERE

async def endless(work):
    await asyncio.to_thread(spin)
"""
IN_A_FINALLY = """
async def numbers():
    try:
        yield 1
    finally:
        while True:
            pass  # HERE

async def endless(work):
    async for number in numbers():
        return await work()
"""
# What only the end of the process stops.
CATCHES_EVERYTHING = """
async def endless(work):
    print("before the loop")
    while True:
        try:
            while True:
                pass  # HERE
        except BaseException:
            pass
"""
WAITS_FOR_A_LOCK = """
import threading

async def endless(work):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()  # HERE
"""
WORKER_CATCHES_EVERYTHING = """
import asyncio

def spin():
    while True:
        try:
            while True:
                pass  # HERE
        except BaseException:
            pass

async def endless(work):
    await asyncio.to_thread(spin)
"""
# What the limits of the loop stop.
STANDS_STILL = """
import asyncio

async def endless(work):
    while True:
        try:
            await asyncio.sleep(0)
        except BaseException:
            pass
"""
GOES_ON = """
import asyncio

async def endless(work):
    while True:
        try:
            await asyncio.sleep(1)
        except BaseException:
            pass
"""
WORKER_WAITS_FOR_A_LOCK = """
import asyncio, threading

def wait():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()

async def endless(work):
    await asyncio.to_thread(wait)
"""
# What ends, but leaves a thread that does not.
LEAVES_A_THREAD = """
import threading, time

def stay():
    while True:
        time.sleep(0.01)

async def endless(work):
    threading.Thread(target=stay).start()
    return await work()
"""


class Seen:
    """What is left of a run: a screen, a results file, a JUnit file."""

    def __init__(self, result, folder):
        self.result = result
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        self.exercises = {exercise["id"]: exercise for exercise in results["exercises"]}
        cases = ElementTree.parse(folder / "junit.xml").getroot().iter("testcase")
        self.cases = {case.get("classname").split(".")[2][3:]: case for case in cases}

    @property
    def statuses(self):
        return [exercise["status"] for exercise in self.exercises.values()]

    @property
    def leading(self):
        return self.exercises["endless"]["checks"][0]["diagnostics"][0]

    @property
    def junit_messages(self):
        return {name: [f.get("message") for f in case] for name, case in self.cases.items()}


@pytest.fixture
def run(course, pytester):
    """Run a course whose second exercise is endless."""

    def run(answer, *options):
        course.exercise(RIGHT, at="01_before", tests=TESTS)
        course.exercise(dedent(answer), at="02_endless", tests=TESTS)
        course.exercise(RIGHT, at="03_after", tests=TESTS)
        files = ("--coro-json=results.json", "--junitxml=junit.xml")
        started = time.monotonic()
        result = pytester.runpytest_subprocess(
            "exercises", f"--coro-real-limit={LIMIT}", *files, *options, timeout=60
        )
        assert time.monotonic() - started < ENOUGH
        return Seen(result, pytester.path)

    return run


def line_of(answer):
    return dedent(answer).split("# HERE")[0].count("\n") + 1


def assert_only_endless_failed(seen, answer):
    assert seen.result.ret == 1
    assert seen.statuses == ["passed", "failed", "passed"]
    assert seen.leading["code"] == "CL505"
    assert seen.leading["facts"] == {"seconds": LIMIT}
    assert seen.leading["file"] == "exercises/01_drinks/02_endless/exercise.py"
    assert seen.leading["line"] in (line_of(answer) - 1, line_of(answer))
    assert sorted(seen.cases) == ["after", "before", "endless"]
    assert len(list(seen.cases["endless"].iter("failure"))) == 1
    seen.result.stdout.fnmatch_lines(
        [
            "2 of 3 exercises done (10 of 15 points)",
            "exercises/01_drinks/02_endless/exercise.py:*",
            f"CL505: The code had not come back after {LIMIT:g} s of real time and was stopped.",
            "*2 passed*",
        ]
    )
    seen.result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize(
    ("answer", "options"),
    [
        pytest.param(IN_A_COROUTINE, (), id="in a coroutine"),
        pytest.param(IN_A_COROUTINE, ("-s",), id="in a coroutine, not captured"),
        pytest.param(IN_A_COROUTINE, ("-n2",), id="in a coroutine, under xdist"),
        pytest.param(IN_A_FUNCTION, (), id="in a function"),
        pytest.param(AT_IMPORT, (), id="at import"),
        pytest.param(IN_A_WORKER, (), id="in a worker"),
    ],
)
def test_endless_code_fails_its_exercise_and_names_its_line(run, answer, options):
    assert_only_endless_failed(run(answer, *options), answer)


@pytest.mark.parametrize(
    ("answer", "options"),
    [
        pytest.param(CATCHES_EVERYTHING, (), id="catches everything"),
        pytest.param(CATCHES_EVERYTHING, ("-n2",), id="catches everything, under xdist"),
        pytest.param(WAITS_FOR_A_LOCK, (), id="waits for a lock"),
        pytest.param(WAITS_FOR_A_LOCK, ("-s",), id="waits for a lock, not captured"),
        pytest.param(WORKER_CATCHES_EVERYTHING, (), id="worker catches everything"),
        pytest.param(WORKER_CATCHES_EVERYTHING, ("-n2",), id="worker, under xdist"),
    ],
)
def test_code_that_cannot_be_stopped_costs_the_process_and_nothing_else(run, answer, options):
    assert_only_endless_failed(run(answer, *options), answer)


def test_a_clean_up_that_does_not_end_leaves_the_first_finding_first(run):
    seen = run(IN_A_FINALLY)

    assert seen.statuses == ["passed", "failed", "passed"]
    assert seen.leading["code"] == "CL405"


def test_the_end_of_the_process_is_said_and_what_the_code_printed_is_kept(run):
    seen = run(CATCHES_EVERYTHING)

    said = "exercises/01_drinks/02_endless/exercise.py could not be stopped: the process ends *"
    seen.result.stdout.fnmatch_lines([said, "Your code printed:", "  before the loop"])


def test_several_unstoppable_answers_cost_one_process_each(course, pytester):
    for number in range(1, 4):
        answer = CATCHES_EVERYTHING.replace("endless", "{name}")
        course.exercise(answer, at=f"0{number}_endless_{number}", tests=TESTS)
    course.exercise(RIGHT, at="04_after", tests=TESTS)

    result = pytester.runpytest_subprocess("exercises", "--coro-real-limit=0.3", timeout=60)

    assert result.ret == 1
    result.stdout.fnmatch_lines(["1 of 4 exercises done *", "*1 passed, 3 to fix in *"])


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (STANDS_STILL, {"CL503", "CL505"}),
        (GOES_ON, {"CL504", "CL505"}),
        (WORKER_WAITS_FOR_A_LOCK, {"CL502", "CL505"}),
    ],
    ids=["stands still", "goes on", "worker waits for a lock"],
)
def test_the_limits_of_the_loop_end_what_waits_for_ever(run, answer, codes):
    seen = run(answer)

    assert seen.result.ret == 1
    assert seen.statuses == ["passed", "failed", "passed"]
    assert seen.leading["code"] in codes


TWO_TESTS = """
async def test_returns_the_answer(exercise, world):
    await exercise.{name}(world.operation("work", returns="tea"))

async def test_returns_it_again(exercise, world):
    await exercise.{name}(world.operation("work", returns="tea"))
"""
TWO_NAMES = ("test_returns_the_answer", "test_returns_it_again")


@pytest.mark.parametrize(
    ("answer", "options"),
    [
        pytest.param(IN_A_COROUTINE, (), id="stopped"),
        pytest.param(IN_A_COROUTINE, ("-n1",), id="stopped under xdist"),
        pytest.param(CATCHES_EVERYTHING, (), id="not to be stopped"),
    ],
)
def test_an_exercise_that_met_the_limit_once_is_given_less_of_it_again(
    course, pytester, answer, options
):
    answer = answer.replace("endless", "{name}")
    course.exercise(answer, at="01_endless", tests=TWO_TESTS, names=TWO_NAMES)
    course.exercise(answer, at="02_endless_too", tests=TWO_TESTS, names=TWO_NAMES)

    pytester.runpytest_subprocess(
        "exercises", "--coro-real-limit=1", "--junitxml=junit.xml", *options, timeout=60
    )

    failures = ElementTree.parse(pytester.path / "junit.xml").getroot().iter("failure")
    given = [re.search(r"after (\S+) s of real", failure.get("message"))[1] for failure in failures]
    assert given == ["1", "0.2", "1", "0.2"]


def test_a_thread_that_is_left_behind_does_not_keep_python_alive(run):
    seen = run(LEAVES_A_THREAD)

    assert seen.exercises["after"]["status"] == "passed"


def test_without_a_limit_nothing_is_watched(course, pytester):
    answer = """
import threading

async def {name}(work):
    assert "coro-lessons" not in [thread.name for thread in threading.enumerate()]
    return await work()
"""
    course.exercise(answer, tests=TESTS)

    result = pytester.runpytest_subprocess("exercises", "--coro-real-limit=0")

    assert result.ret == 0


def test_a_debugger_is_given_all_the_time_it_takes(course, pytester):
    answer = """
import time

async def {name}(work):
    end = time.process_time() + 0.7
    while time.process_time() < end:
        pass
    return await work()
"""
    pytester.makeconftest(
        """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    item.config.hook.pytest_enter_pdb(config=item.config, pdb=None)
    return (yield)
"""
    )
    course.exercise(answer, tests=TESTS)

    result = pytester.runpytest_subprocess("exercises", "--coro-real-limit=0.3")

    assert result.ret == 0
