"""Promises of ``strict=True`` to tests whose fixtures close what they begin."""

from __future__ import annotations

import pytest

HEAD = """
import asyncio
import contextlib
import pytest
import pytest_asyncio

strict = pytest.mark.virtual_time(strict=True)

class Service:
    async def start(self):
        self.task = asyncio.create_task(self.run())

    async def run(self):
        while True:
            await asyncio.sleep(1)

    async def stop(self):
        self.task.cancel()
        await asyncio.wait([self.task])

async def numbers():
    yield 1
    yield 2

async def fail():
    raise ValueError("seen by who closes")
"""

CLOSES = {
    "a service that is stopped": """
@pytest_asyncio.fixture
async def service():
    service = Service()
    yield service
    await service.stop()

@strict
async def test_it(service):
    await service.start()
    await asyncio.sleep(3)
""",
    "a service that is cancelled, and ends": """
@pytest_asyncio.fixture
async def service():
    service = Service()
    yield service
    service.task.cancel()

@strict
async def test_it(service):
    await service.start()
    await asyncio.sleep(3)
""",
    "a synchronous fixture, while the loop is there": """
@pytest_asyncio.fixture
async def connection():
    return object()

@pytest.fixture
def service(connection):
    service = Service()
    yield service
    service.task.cancel()

@strict
async def test_it(service):
    await service.start()
    await asyncio.sleep(3)
""",
    "a finalizer of an asynchronous fixture": """
@pytest_asyncio.fixture
async def service(request):
    service = Service()
    request.addfinalizer(lambda: service.task.cancel())
    return service

@strict
async def test_it(service):
    await service.start()
    await asyncio.sleep(3)
""",
    "a group": """
@pytest_asyncio.fixture
async def group():
    async with asyncio.TaskGroup() as group:
        yield group

@strict
async def test_it(group):
    group.create_task(asyncio.sleep(3))
""",
    "a stack of generators": """
@pytest_asyncio.fixture
async def stack():
    async with contextlib.AsyncExitStack() as stack:
        yield stack

@strict
async def test_it(stack):
    rows = await stack.enter_async_context(contextlib.aclosing(numbers()))
    await anext(rows)
""",
    "an error that is collected": """
@pytest_asyncio.fixture
async def tasks():
    tasks = []
    yield tasks
    await asyncio.gather(*tasks, return_exceptions=True)

@strict
async def test_it(tasks):
    tasks.append(asyncio.create_task(fail()))
    await asyncio.sleep(1)
""",
    "a coroutine that is kept for the end": """
@pytest_asyncio.fixture
async def at_the_end():
    kept = []
    yield kept
    for coroutine in kept:
        await coroutine

@strict
async def test_it(at_the_end, world):
    at_the_end += [asyncio.sleep(1), world.operation("close")()]
""",
    "the loop of a synchronous test": """
@pytest.fixture
def service(virtual_loop):
    service = Service()
    yield service
    virtual_loop.run_until_complete(service.stop())

@strict
def test_it(service, virtual_loop):
    virtual_loop.run_until_complete(service.start())
""",
    "the loop of a module": """
@pytest_asyncio.fixture(loop_scope="module")
async def service():
    service = Service()
    yield service
    await service.stop()

@strict
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("number", [1, 2])
async def test_it(service, number):
    await service.start()
    await asyncio.sleep(3)
""",
}


@pytest.mark.parametrize("body", CLOSES.values(), ids=CLOSES)
def test_what_a_fixture_closes_is_not_left_behind(project, body):
    project.makepyfile(HEAD + body)

    result = project.runpytest("-Werror")

    result.assert_outcomes(passed=2 if "parametrize" in body else 1)


LEAVES = """
@pytest_asyncio.fixture{scope}
async def service():
    yield Service()

@pytest.fixture(autouse=True)
def another(monkeypatch, tmp_path, request):
    yield

@strict{marks}
async def test_it(service):
    {body}
    assert {so}
"""
START = "await service.start()"
RUNS = "CL402: 1 task was still running when the test ended*"


@pytest.mark.parametrize(
    ("scope", "marks"),
    [
        ("", ""),
        ("(loop_scope='module')", "\n@pytest.mark.asyncio(loop_scope='module')"),
    ],
    ids=["function", "module"],
)
def test_what_no_fixture_closes_is_told_when_all_are_gone(project, scope, marks):
    test = LEAVES.format(scope=scope, marks=marks, body=START, so=True)
    project.makepyfile(test_it=HEAD + test + test.replace("test_it", "test_other"))

    result = project.runpytest("--tb=short")

    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_it*",
            RUNS,
            "test_it.py:10: CL402",
            "*ERROR at teardown of test_other*",
            "test_it.py:10: CL402",
            "ERROR test_it.py::test_it - Failed: CL402: 1 task*",
        ]
    )


@pytest.mark.parametrize(
    ("body", "so", "said"),
    [
        (START + "; asyncio.sleep(1)", True, "CL401: *sleep(1)*"),
        (START, False, "E*assert False"),
    ],
    ids=["for something else that is left", "by itself"],
)
def test_a_test_that_has_failed_fails_once(project, body, so, said):
    project.makepyfile(HEAD + LEAVES.format(scope="", marks="", body=body, so=so))

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([said])
    result.stdout.no_fnmatch_line("*CL402*")


SYNCHRONOUS = """
@pytest.fixture(autouse=True)
def before_any_loop(monkeypatch):
    yield

@pytest_asyncio.fixture
async def that_closes_nothing():
    return Service()

@strict
async def test_it(that_closes_nothing):
    await that_closes_nothing.start()
"""


def test_the_test_itself_fails_where_no_fixture_could_close_it(project):
    project.makepyfile(HEAD + SYNCHRONOUS)

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([RUNS])
