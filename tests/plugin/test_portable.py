"""Promises for systems that have less than POSIX: no signals, no fork, no epoll, no threads."""

import json
import sys
from importlib import util

import pytest

RIGHT = """
import asyncio

async def {name}(work):
    await asyncio.to_thread(print, "from a worker")
    return await work()
"""

WITHOUT_THREADS = """
async def {name}(work):
    return await work()
"""

CATCHES_EVERYTHING = """
async def {name}(work):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""

# Loaded by Python before anything else.
LESS_THAN_POSIX = """
import os, select, signal

for module, names in {
    os: ["fork", "forkpty", "execv", "execve", "getpgid", "setsid"],
    select: ["epoll", "poll"],
    signal: [
        "setitimer", "getitimer", "alarm", "SIGALRM", "pthread_kill", "sigwait", "siginterrupt",
        "SIGHUP", "SIGUSR1",
    ],
}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
"""

NO_THREADS = """
import threading

def start(thread):
    raise RuntimeError("can't start new thread")

threading.Thread.start = start
"""

VIRTUAL = """
import asyncio
import pytest
from pytest_coro_lessons import took

@pytest.mark.virtual_time(start="2030-01-01")
async def test_virtual():
    with took(3600):
        await asyncio.sleep(3600)
"""


@pytest.fixture
def results(pytester):
    def read():
        text = (pytester.path / "results.json").read_text(encoding="utf-8")
        return [exercise["status"] for exercise in json.loads(text)["exercises"]]

    return read


@pytest.mark.skipif(util.find_spec("sitecustomize") is not None, reason="there is one already")
def test_nothing_of_posix_is_needed(course, pytester, results):
    pytester.makepyfile(sitecustomize=LESS_THAN_POSIX, test_virtual=VIRTUAL)
    course.exercise(RIGHT, at="01_make_tea")
    course.exercise(CATCHES_EVERYTHING, at="02_endless")
    course.exercise(at="03_make_soup")
    command = ["--coro-real-limit=0.5", "--coro-json=results.json", "--junitxml=junit.xml"]

    result = pytester.runpytest_subprocess(*command, timeout=60)

    assert result.ret == 1
    assert results() == ["passed", "failed", "not_started"]
    result.stdout.fnmatch_lines(
        [
            "*could not be stopped: the process ends here, *",
            "CL505: The code had not come back after 0.5 s of real time and was stopped.",
            "*= 2 passed, 1 to fix, 1 not started in *",
        ]
    )
    assert (pytester.path / "junit.xml").is_file()


def test_without_threads_everything_runs_but_the_watchdog(course, pytester, results):
    pytester.makeconftest(NO_THREADS)
    pytester.makepyfile(test_virtual=VIRTUAL)
    course.exercise(WITHOUT_THREADS, at="01_make_tea")
    course.exercise(at="02_make_soup")

    result = pytester.runpytest_subprocess("--coro-json=results.json", timeout=60)

    assert result.ret == 1
    assert results() == ["passed", "not_started"]
    result.stdout.fnmatch_lines(["*= 2 passed, 1 not started in *"])


def test_without_ctypes_endless_code_still_ends(course, pytester, results):
    pytester.makeconftest("import sys\nsys.modules['ctypes'] = None\n")
    course.exercise("async def {name}(work):\n    while True: pass\n", at="01_endless")
    course.exercise(WITHOUT_THREADS, at="02_make_tea")
    command = ["exercises", "--coro-real-limit=0.5", "--coro-json=results.json"]

    pytester.runpytest_subprocess(*command, timeout=60)

    assert results() == ["failed", "passed"]


@pytest.mark.skipif(sys.platform == "win32", reason="about what is missing elsewhere")
def test_a_name_that_is_missing_on_this_system_is_not_missed_by_accident():
    """The test above takes away names that are there: it would show nothing otherwise."""
    import os
    import signal

    assert hasattr(os, "fork")
    assert hasattr(signal, "setitimer")
