"""Nothing that one test leaves behind reaches the next one, in whichever order they run."""

import gc

import pytest

TWO_TESTS = """
import asyncio, contextlib, gc, logging, sys, warnings
import pytest
from pytest_coro_lessons.diagnostics import language


async def fails():
    raise ValueError("nobody looks at this")


async def rows():
    yield 1
    yield 2


async def forget_to_await():
    asyncio.sleep(1)


async def leave_a_task():
    asyncio.create_task(asyncio.sleep(9))


async def leave_an_exception():
    asyncio.create_task(fails())
    await asyncio.sleep(1)


async def leave_a_generator():
    async for row in rows():
        break


async def leave_a_callback():
    asyncio.get_running_loop().call_soon(int, "no number")
    await asyncio.sleep(1)


async def leave_a_handler():
    asyncio.get_running_loop().set_exception_handler(print)
    asyncio.create_task(asyncio.sleep(9))


@pytest.mark.virtual_time(strict=True)
async def test_dirty():
    await {dirt}()


@pytest.mark.virtual_time(strict=True)
async def test_clean():
    loop = asyncio.get_running_loop()
    assert loop.get_exception_handler() is None or "coro_lessons" in repr(
        loop.get_exception_handler()
    )
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert loop.time() == 0
    await asyncio.sleep(1)


def test_plain(caplog):
    assert sys.get_coroutine_origin_tracking_depth() == 0
    assert sys.get_asyncgen_hooks() == (None, None)
    assert asyncio._get_running_loop() is None
    assert language() == "en"
    with warnings.catch_warnings(record=True) as seen, caplog.at_level(logging.DEBUG, "asyncio"):
        warnings.simplefilter("always")
        gc.collect()
    assert ([str(one.message) for one in seen], caplog.messages) == ([], [])
"""

DIRT = {
    "forget_to_await": "CL401",
    "leave_a_task": "CL402",
    "leave_an_exception": "CL404",
    "leave_a_generator": "CL405",
    "leave_a_callback": "CL408",
    "leave_a_handler": "CL402",
}
ORDERS = [("dirty", "clean", "plain"), ("plain", "dirty", "clean"), ("clean", "plain", "dirty")]


@pytest.fixture(autouse=True)
def nothing_of_earlier_tests():
    """These run in this very process, and would be told of garbage that others left."""
    gc.collect()


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
@pytest.mark.parametrize("dirt", DIRT)
def test_what_a_test_leaves_behind_is_told_there_and_nowhere_else(project, dirt, order):
    project.makepyfile(test_both=TWO_TESTS.replace("{dirt}", dirt))

    seen = project.runpytest(*(f"test_both.py::test_{name}" for name in order), "-Werror")

    seen.assert_outcomes(passed=2, failed=1)
    seen.stdout.fnmatch_lines([f"{DIRT[dirt]}: *", "FAILED test_both.py::test_dirty*"])


def test_a_dirty_test_runs_twice_and_is_told_the_same(project):
    project.makepyfile(
        test_one=TWO_TESTS.replace("{dirt}", "forget_to_await"),
        test_two=TWO_TESTS.replace("{dirt}", "forget_to_await"),
    )

    seen = project.runpytest("-k", "dirty")

    seen.assert_outcomes(failed=2)
    seen.stdout.fnmatch_lines(["CL401: `sleep(1)` *", "CL401: `sleep(1)` *"])


CALLS = """
import gc, pytest

{marker}
async def test_calls(world):
    say = world.operation("say")
    say("Ana")
    held = say("Luis")
    await say("Eva")
    {end}

def test_collects():
    gc.collect()
"""


@pytest.mark.parametrize("end", ["assert 0", "pass"])
@pytest.mark.parametrize("marker", ["@pytest.mark.virtual_time", "@pytest.mark.explore"])
def test_a_call_that_nobody_awaits_is_warned_of_in_its_own_test(project, marker, end):
    project.makepyfile(test_both=CALLS.format(marker=marker, end=end))

    seen = project.runpytest("-Wdefault")

    seen.assert_outcomes(
        passed=1 if end == "assert 0" else 2, failed=int(end == "assert 0"), warnings=2
    )
    seen.stdout.fnmatch_lines(
        [
            "test_both.py::test_calls",
            "*test_both.py:6: RuntimeWarning: coroutine 'say' was never awaited",
            "*test_both.py:7: RuntimeWarning: coroutine 'say' was never awaited",
        ]
    )
    seen.stdout.no_fnmatch_line("test_both.py::test_collects")


def test_a_call_in_a_synchronous_test_is_warned_of_there(project):
    project.makepyfile(
        test_both="""
import gc

def test_calls(world):
    world.operation("say")("Ana")

def test_collects():
    gc.collect()
"""
    )

    seen = project.runpytest("-Wdefault")

    seen.assert_outcomes(passed=2, warnings=1)
    seen.stdout.fnmatch_lines(["test_both.py::test_calls", "*test_both.py:4: RuntimeWarning: *"])


def test_where_warnings_are_errors_the_test_itself_has_the_error(project):
    project.makepyfile(CALLS.format(marker="@pytest.mark.virtual_time", end="pass"))

    seen = project.runpytest("-Werror")

    seen.assert_outcomes(passed=2, errors=1)
    seen.stdout.fnmatch_lines(["*ERROR at teardown of test_calls*", "E*RuntimeWarning: *'say'*"])


DIRTY_ANSWER = """
import asyncio

async def {name}(work):
    asyncio.create_task(work())
    work()
    return await work()
"""
RIGHT = """
async def {name}(work):
    return await work()
"""


@pytest.mark.parametrize(
    ("first", "second"), [(DIRTY_ANSWER, RIGHT), (RIGHT, DIRTY_ANSWER)], ids=["dirty", "clean"]
)
def test_what_one_answer_leaves_behind_does_not_reach_another_exercise(
    course, pytester, first, second
):
    course.exercise(first, at="01_make_tea")
    course.exercise(second, at="02_boil_water")

    seen = pytester.runpytest("--coro-lang", "en", "exercises")

    told = [line for line in seen.outlines if "CL4" in line]
    assert len([line for line in told if "CL401: `work()`" in line]) == 1
    seen.assert_outcomes(passed=1)


def test_the_language_of_one_run_is_not_that_of_the_next(course, pytester):
    course.exercise(DIRTY_ANSWER)

    in_spanish = pytester.runpytest("--coro-lang", "es", "exercises").stdout.str()
    in_english = pytester.runpytest("exercises").stdout.str()

    assert "creó una corrutina que nadie esperó" in in_spanish
    assert "made a coroutine that nobody awaited" in in_english
