"""Promises of ``strict=True`` about whose it is: the test's, in whichever task."""

from __future__ import annotations

import sys

import pytest

SETTINGS = """
[pytest]
pythonpath = . site-packages
addopts = -p no:looptime_plugin -p no:looptime_timeproxies -p no:looptime_chronometers
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
"""

LIB = """
import asyncio

async def helper():
    await asyncio.sleep(1)

async def forgets():
    helper()

async def leaks():
    asyncio.create_task(helper())

async def numbers():
    yield 1
    yield 2

async def leaves_open():
    generator = numbers()
    await anext(generator)
    kept.append(generator)

kept = []
"""

# What a library has installed, by where it is.
LIBRARY = """
import asyncio

kept = []

async def keep_alive():
    await asyncio.sleep(60)

async def rows():
    yield 1
    yield 2

class Client:
    async def get(self):
        self.pool = asyncio.create_task(keep_alive())
        kept.append(rows())
        return await anext(kept[-1])

def again(function):
    def wrapper(*args):
        return function(*args)
    return wrapper
"""

HEAD = """
import asyncio, contextlib, functools
from unittest.mock import AsyncMock
import pytest
import pytest_asyncio
import lib
import library

pytestmark = pytest.mark.virtual_time(strict=True)
"""


@pytest.fixture
def project(pytester, monkeypatch):
    pytester.makeini(SETTINGS)
    pytester.makepyfile(lib=LIB)
    pytester.mkdir("site-packages").joinpath("library.py").write_text(LIBRARY)
    for name in ("lib", "library"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return pytester


WAYS = {
    "awaited": "await {call}",
    "task": "await asyncio.create_task({call})",
    "group": """
    async with asyncio.TaskGroup() as group:
        group.create_task({call})
""",
    "gather": "await asyncio.gather({call}, asyncio.sleep(0))",
    "timeout": "await asyncio.wait_for({call}, 3)",
    "task of a task": "await asyncio.create_task(asyncio.wait_for({call}, 3))",
    "callback": """
    asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future({call}))
    await asyncio.sleep(0.5)
""",
}


def written(bodies):
    """Write one test for each body, so that pytest has to start only once."""
    return HEAD + "".join(
        f"\nasync def test_{number}():\n    {body.strip()}\n" for number, body in enumerate(bodies)
    )


@pytest.mark.parametrize(
    ("name", "said", "place"),
    [
        ("forgets", "CL401: *helper*", "lib.py:7: CL401"),
        ("leaks", "CL402: *helper*", "lib.py:10: CL402"),
        ("leaves_open", "CL405: *numbers*", "lib.py:18: CL405"),
    ],
)
def test_whichever_task_runs_the_projects_code(project, name, said, place):
    project.makepyfile(written(way.format(call=f"lib.{name}()") for way in WAYS.values()))

    result = project.runpytest()

    result.assert_outcomes(failed=len(WAYS))
    result.stdout.fnmatch_lines([said, place] * len(WAYS))
    result.stdout.no_fnmatch_line("*RuntimeWarning*")


WITH_LIBRARIES = {
    "asyncio.create_task(library.again(lib.helper)())": "CL402: *helper*",
    "library.again(lib.helper)()": "CL401: *helper*",
    "library.kept.append(asyncio.create_task(library.keep_alive()))": "CL402: *keep_alive*",
    "library.keep_alive()": "CL401: *keep_alive*",
}


def test_what_a_library_has_a_part_in_is_still_the_tests(project):
    project.makepyfile(written(WITH_LIBRARIES))

    result = project.runpytest()

    result.assert_outcomes(failed=len(WITH_LIBRARIES))
    result.stdout.fnmatch_lines(list(WITH_LIBRARIES.values()))


OF_LIBRARIES = {
    "a pool": "assert await library.Client().get() == 1",
    "a pool, from a task": "await asyncio.create_task(library.Client().get())",
    "mocks": """
    mock = AsyncMock(return_value=3)
    assert await mock(1) == 3
    await asyncio.gather(mock(1), asyncio.wait_for(mock(2), 1))
""",
    "an exit stack": """
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(lib.helper)
        await stack.enter_async_context(asyncio.timeout(3))
""",
    "a shield": "await asyncio.wait_for(asyncio.shield(lib.helper()), 3)",
    "a cancelled wait": """
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lib.helper(), 0.5)
""",
    "as_completed": """
    for first in asyncio.as_completed([lib.helper(), asyncio.sleep(2)]):
        await first
""",
    "a thread": "await asyncio.to_thread(print, 'x')",
    "a task that is cancelled before it starts": "asyncio.create_task(lib.helper()).cancel()",
}


def test_what_libraries_keep_for_themselves_is_not_the_tests(project):
    project.makepyfile(written(OF_LIBRARIES.values()))

    project.runpytest("-Werror").assert_outcomes(passed=len(OF_LIBRARIES))


MODULE = """
pytestmark = [pytest.mark.virtual_time(strict=True), pytest.mark.asyncio(loop_scope="module")]
fixture = pytest_asyncio.fixture(scope="module", loop_scope="module")
"""

SERVER = """
class Server:
    def __init__(self):
        self.jobs = asyncio.Queue()
        self.kept = []

    async def run(self):
        while True:
            await self.jobs.get()
            self.kept.append(asyncio.create_task(lib.helper()))
            self.kept.append(lib.numbers())
            await anext(self.kept[-1])

@fixture
async def server():
    server = Server()
    task = asyncio.create_task(server.run())
    yield server
    task.cancel()

@pytest.mark.parametrize("job", [1, 2])
async def test_job(server, job):
    server.jobs.put_nowait(job)
    await asyncio.sleep(0.5)
"""

TICKING = """
@fixture
async def ticking():
    loop = asyncio.get_running_loop()
    kept = []
    def tick():
        kept.append(asyncio.create_task(lib.helper()))
        kept.append(loop.call_later(1, tick))
    tick()
    yield
    kept[-1].cancel()

@pytest.mark.parametrize("job", [1, 2])
async def test_waits(ticking, job):
    await asyncio.sleep(2.5)
"""

CONNECTIONS = """
class Protocol(asyncio.Protocol):
    def data_received(self, data):
        self.task = asyncio.create_task(lib.helper())

async def handle(reader, writer):
    await asyncio.create_task(lib.helper())
    writer.close()

@fixture
async def port():
    loop = asyncio.get_running_loop()
    await loop.create_server(Protocol, "server", 80)
    await asyncio.start_server(handle, "server", 81)
    yield

@pytest.mark.parametrize("port_number", [80, 81])
async def test_writes(port, port_number):
    reader, writer = await asyncio.open_connection("server", port_number)
    writer.write(b"x")
    await asyncio.sleep(0.5)
    writer.close()
"""


@pytest.mark.parametrize(
    "body", [SERVER, TICKING, CONNECTIONS], ids=["a server", "a timer", "connections"]
)
def test_what_was_there_before_makes_more_of_its_own(project, body):
    project.makepyfile(HEAD + MODULE + body)

    project.runpytest("-Werror").assert_outcomes(passed=2)


def test_what_a_server_of_the_module_forgets_is_pythons_to_tell(project):
    forgetful = SERVER.replace("await anext(self.kept[-1])", "lib.helper()")
    project.makepyfile(HEAD + MODULE + forgetful)

    result = project.runpytest("-Wdefault")

    result.assert_outcomes(passed=2, warnings=2)
    result.stdout.fnmatch_lines(["*RuntimeWarning: coroutine 'helper' was never awaited"])
