"""Promises of ``virtual_time(strict=True)``: a test fails for what it leaves behind."""

from __future__ import annotations

import pytest

HEAD = """
import asyncio
import queue
import time
from time import sleep
import pytest

async def work():
    await asyncio.sleep(1)

async def fail():
    raise ValueError("lost")

async def numbers():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(1)

@pytest.mark.virtual_time{options}
async def test_it():
"""

LEAKED = """
    task = asyncio.create_task(work())
    await asyncio.sleep(0.5)
"""
AWAITED = """
    task = asyncio.create_task(work())
    await asyncio.sleep(0.5)
    await task
"""
CANCELLED_ONLY = """
    task = asyncio.create_task(work())
    await asyncio.sleep(0.5)
    task.cancel()
"""
FORGOTTEN = """
    work()
"""
NOT_FORGOTTEN = """
    await work()
"""
BLOCKS = """
    time.sleep(2)
"""
BLOCKS_BY_ANOTHER_NAME = """
    sleep(2)
"""
BLOCKS_WITH_A_TIMEOUT = """
    with pytest.raises(queue.Empty):
        queue.Queue().get(timeout=2)
"""
BLOCKS_A_THREAD = """
    await asyncio.to_thread(time.sleep, 2)
"""
UNRETRIEVED = """
    task = asyncio.create_task(fail())
    await asyncio.sleep(1)
    del task
"""
RETRIEVED = """
    task = asyncio.create_task(fail())
    with pytest.raises(ValueError):
        await task
"""
UNCLOSED = """
    generator = numbers()
    async for number in generator:
        break
"""
CLOSED = """
    generator = numbers()
    async for number in generator:
        break
    await generator.aclose()
"""

WRONG = {
    "a leaked task": (LEAKED, "CL402: *work*"),
    "a forgotten await": (FORGOTTEN, "CL401: *work*"),
    "a blocking call": (BLOCKS, "CL501: *2 s*"),
    "a blocking call by another name": (BLOCKS_BY_ANOTHER_NAME, "CL501: *2 s*"),
    "a blocking wait that is given up": (BLOCKS_WITH_A_TIMEOUT, "CL501: *2 s*"),
    "an exception nobody looks at": (UNRETRIEVED, "CL404: *ValueError*"),
    "a generator left open": (UNCLOSED, "CL405: *numbers*"),
}
RIGHT = {
    "a task that is awaited": AWAITED,
    "a task that is cancelled, and ends": CANCELLED_ONLY,
    "an await": NOT_FORGOTTEN,
    "a thread that blocks": BLOCKS_A_THREAD,
    "an exception that is expected": RETRIEVED,
    "a generator that is closed": CLOSED,
}


def program(body, options="(strict=True)"):
    return HEAD.replace("{options}", options) + body


@pytest.mark.parametrize(("body", "said"), WRONG.values(), ids=WRONG)
def test_what_is_left_behind_fails_the_test(project, body, said):
    project.makepyfile(test_strict=program(body))

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([said])
    result.stdout.no_fnmatch_line("*RuntimeWarning*")


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT)
def test_whoever_cleans_up_passes(project, body):
    project.makepyfile(program(body))

    result = project.runpytest("-W", "error")

    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (LEAKED, "test_strict.py:23: CL402"),
        (FORGOTTEN, "test_strict.py:23: CL401"),
        (BLOCKS, "test_strict.py:23: CL501"),
        (UNCLOSED, "test_strict.py:24: CL405"),
    ],
    ids=["task", "await", "blocking", "generator"],
)
def test_the_line_is_named_as_in_a_traceback(project, body, place):
    project.makepyfile(test_strict=program(body))

    project.runpytest().stdout.fnmatch_lines([place, "FAILED *::test_it - Failed: CL*"])


@pytest.mark.parametrize("body", [LEAKED, FORGOTTEN, BLOCKS, UNCLOSED])
def test_without_strict_nothing_is_judged(project, body):
    project.makepyfile(program(body, options=""))

    project.runpytest("-W", "ignore").assert_outcomes(passed=1)


def test_the_gravest_leads(project):
    project.makepyfile(program(LEAKED + FORGOTTEN + BLOCKS))

    result = project.runpytest()

    result.stdout.fnmatch_lines(["CL401: *"])
    result.stdout.no_fnmatch_line("CL402: *")


def test_a_test_that_fails_by_itself_says_what_it_said(project):
    project.makepyfile(program(LEAKED + "    assert task.done(), 'its own words'\n"))

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*its own words*"])
    result.stdout.no_fnmatch_line("*CL402*")


CERTAIN = ("a forgotten await", "a blocking call", "an exception nobody looks at")


@pytest.mark.parametrize("name", CERTAIN)
def test_what_is_certain_is_told_beside_another_failure(project, name):
    body, said = WRONG[name]
    project.makepyfile(test_strict=program(body + "    assert [] == [1]\n"))

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*assert [[]] == [[]1]", "*- left behind -*", said])
    result.stdout.fnmatch_lines(["FAILED *::test_it - assert [[]] == [[]1]"])
    result.stdout.no_fnmatch_line("*RuntimeWarning*")


def test_a_call_that_nobody_awaited_is_told_beside_another_failure(project):
    text = program("    world.operation('say')('Ana')\n    assert [] == [1]\n")
    project.makepyfile(text.replace("test_it()", "test_it(world)"))

    result = project.runpytest("-Werror")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*- left behind -*", "CL401: `say('Ana')`*"])


HELD = """
    waiting = work()
    assert [] == [1]
    await waiting
"""


def test_what_a_failure_kept_from_being_awaited_is_nobodys_mistake(project):
    project.makepyfile(program(HELD) + "\ndef test_next():\n    __import__('gc').collect()\n")

    result = project.runpytest("-Werror")

    result.assert_outcomes(failed=1, passed=1)
    result.stdout.no_fnmatch_line("*left behind*")


def test_nothing_is_told_of_a_test_that_is_skipped(project):
    project.makepyfile(program(FORGOTTEN + "    pytest.skip('no server')\n"))

    result = project.runpytest("-Werror", "-rs")

    result.assert_outcomes(skipped=1)
    result.stdout.no_fnmatch_line("*CL401*")


@pytest.mark.parametrize(
    ("body", "place"),
    [(LEAKED, 23), (FORGOTTEN, 23), ("    asyncio.get_running_loop().call_soon(int, 'x')\n", 20)],
    ids=["a task", "an await", "a finding without a line"],
)
def test_in_one_line_the_place_is_the_tests(project, body, place):
    file = project.makepyfile(test_strict=program(body))

    result = project.runpytest("--tb=line")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"{file}:{place}: Failed: CL4*"])


def test_nothing_of_one_test_reaches_the_next(project):
    project.makepyfile(
        program(LEAKED + FORGOTTEN + UNRETRIEVED + UNCLOSED)
        + """
@pytest.mark.virtual_time(strict=True)
async def test_clean():
    await work()
"""
    )

    project.runpytest("-W", "error").assert_outcomes(passed=1, failed=1)


def test_every_test_of_a_strict_module_is_judged(project):
    head = HEAD.partition("@pytest")[0]
    project.makepyfile(
        head
        + """
pytestmark = pytest.mark.virtual_time(strict=True)

async def test_clean():
    await work()

async def test_leaky():
    asyncio.create_task(work())
"""
    )

    project.runpytest().assert_outcomes(passed=1, failed=1)


def test_a_synchronous_test_is_judged_for_the_loop_it_drives(project):
    head = HEAD.partition("@pytest")[0]
    project.makepyfile(
        head
        + """
@pytest.mark.virtual_time(strict=True)
def test_drives(virtual_loop):
    virtual_loop.create_task(work())
    virtual_loop.run_until_complete(asyncio.sleep(0.5))
"""
    )

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["CL402: *"])


LOOPS = {
    "never run": "virtual_loop.create_task(work())",
    "run": "virtual_loop.run_until_complete(leave())",
    "made in the test": "virtual_loop_factory().run_until_complete(leave())",
}


@pytest.mark.parametrize("strict", [True, False])
def test_a_loop_of_a_synchronous_test_is_closed_with_all_that_runs_on_it(project, caplog, strict):
    head = HEAD.partition("@pytest")[0]
    project.makepyfile(
        head
        + f"""
import gc

pytestmark = pytest.mark.virtual_time(strict={strict})

async def leave():
    asyncio.create_task(work())

async def stay():
    while True:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            pass

def test_that_never_ends(virtual_loop):
    virtual_loop.create_task(stay())
"""
        + "".join(
            f"""
def test_{number}(virtual_loop, virtual_loop_factory):
    {body}
"""
            for number, body in enumerate(LOOPS.values())
        )
        + """
def test_next():
    gc.collect()
"""
    )

    result = project.runpytest("-Werror")

    result.assert_outcomes(
        passed=1 if strict else len(LOOPS) + 2, failed=len(LOOPS) + 1 if strict else 0
    )
    assert caplog.messages == []
    assert "destroyed" not in result.stderr.str()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "CL402: 1 task was still running*"), ("es", "CL402: Quedaba 1 tarea en marcha*")],
)
def test_it_is_said_in_the_readers_language(project, language, said):
    project.makepyfile(program(LEAKED))

    result = project.runpytest(f"--coro-lang={language}")

    result.stdout.fnmatch_lines([said])


def test_a_picture_shows_where_it_came_from(project):
    project.makepyfile(program(LEAKED, options="(strict=True, timeline=True)"))

    text = project.runpytest().stdout.str()

    assert text.count("- timeline -") == 1
    assert "work()" in text.partition("- timeline -")[2]


def test_xdist_tells_the_same(project):
    project.makepyfile(program(LEAKED))

    result = project.runpytest_subprocess("-n1", "-p", "xdist")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["CL402: *"])
