"""Promises of the marker ``virtual_time`` and of its fixtures, in any project."""

import pytest

SLEEPS = """
import asyncio, time
import pytest
from pytest_coro_lessons import VirtualTimeLoop, took

async def sleeps(seconds):
    assert isinstance(asyncio.get_running_loop(), VirtualTimeLoop)
    with took(seconds):
        await asyncio.sleep(seconds)
"""


def test_a_marked_function_waits_in_virtual_time(project):
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time
async def test_sleeps():
    await sleeps(3600)
"""
    )

    project.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_a_marked_class_waits_in_virtual_time(project, mode):
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time
class TestSleeps:
    async def test_method(self):
        await sleeps(3600)

    @staticmethod
    async def test_static():
        await sleeps(3600)
"""
    )

    project.runpytest(f"--asyncio-mode={mode}").assert_outcomes(passed=2)


@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_a_marked_module_waits_in_virtual_time(project, mode):
    project.makepyfile(
        SLEEPS
        + """
pytestmark = pytest.mark.virtual_time

async def test_sleeps():
    await sleeps(3600)

def test_that_is_not_asynchronous():
    pass
"""
    )

    project.runpytest(f"--asyncio-mode={mode}").assert_outcomes(passed=2)


def test_a_function_named_by_python_functions_can_be_marked(project, settings):
    project.makeini(f"{settings}python_functions = check_*\n")
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time
async def check_sleeps():
    await sleeps(3600)
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_ids_stay_as_they_are(project):
    project.makepyfile(
        test_ids=SLEEPS
        + """
@pytest.mark.virtual_time
async def test_plain():
    pass

@pytest.mark.virtual_time
@pytest.mark.parametrize("n", [1, 2])
async def test_with(n):
    pass
"""
    )

    result = project.runpytest("--collect-only", "-q")

    result.stdout.fnmatch_lines(
        ["test_ids.py::test_plain", "test_ids.py::test_with?1?", "test_ids.py::test_with?2?"],
        consecutive=True,
    )


UNMARKED = """
import asyncio
import pytest

pytestmark = pytest.mark.asyncio

@pytest.mark.virtual_time
async def test_marked():
    await asyncio.sleep(3600)

async def test_unmarked(request):
    assert type(asyncio.get_running_loop()) is type(asyncio.new_event_loop())
    assert "callspec" not in vars(request.node) or not request.node.callspec.params

@pytest.mark.virtual_time
async def test_marked_too():
    await asyncio.sleep(3600)
"""


def test_unmarked_tests_keep_their_loop_and_get_no_parameter(project):
    project.makepyfile(UNMARKED)

    project.runpytest().assert_outcomes(passed=3)


def test_a_subclass_without_the_marker_does_not_inherit_anything(project):
    project.makepyfile(
        SLEEPS
        + """
class Base:
    async def test_sleeps(self):
        await sleeps(3600)

@pytest.mark.virtual_time
class TestMarked(Base):
    pass

class TestUnmarked(Base):
    pass
"""
    )

    result = project.runpytest()

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*async def functions are not natively supported*"])


FACTORY = """
import asyncio

class TheirLoop(asyncio.SelectorEventLoop):
    pass

def pytest_asyncio_loop_factories(config, item):
    return {"theirs": TheirLoop}
"""


def test_a_projects_own_factory_still_decides_for_unmarked_tests(project):
    project.makeconftest(FACTORY)
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time
async def test_marked():
    await sleeps(3600)

@pytest.mark.asyncio
async def test_unmarked():
    assert type(asyncio.get_running_loop()).__name__ == "TheirLoop"
"""
    )

    result = project.runpytest("-v")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*::test_marked PASSED*", "*::test_unmarked PASSED*"])


def test_a_projects_several_factories_still_multiply_unmarked_tests_only(project):
    project.makeconftest(FACTORY.replace('{"theirs"', '{"stock": asyncio.new_event_loop, "theirs"'))
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time
async def test_marked():
    await sleeps(3600)

@pytest.mark.asyncio
async def test_unmarked():
    pass
"""
    )

    result = project.runpytest("-v")

    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        ["*::test_marked PASSED*", "*::test_unmarked?stock?*", "*::test_unmarked?theirs?*"]
    )


def test_an_overridden_event_loop_policy_still_decides_for_unmarked_tests(project):
    project.makepyfile(
        SLEEPS
        + """
class TheirLoop(asyncio.SelectorEventLoop):
    pass

class TheirPolicy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        return TheirLoop()

@pytest.fixture(scope="session")
def event_loop_policy():
    return TheirPolicy()

@pytest.mark.virtual_time
async def test_marked():
    await sleeps(3600)

@pytest.mark.asyncio
async def test_unmarked():
    assert type(asyncio.get_running_loop()) is TheirLoop
"""
    )

    project.runpytest("-Wignore::DeprecationWarning").assert_outcomes(passed=2)


def test_without_pytest_asyncio_other_tests_run_and_marked_ones_say_why_they_cannot(
    project, settings
):
    project.makeini(settings.replace("asyncio_default", "# "))
    project.makepyfile(
        """
import pytest

@pytest.mark.virtual_time
async def test_marked():
    pass

@pytest.mark.virtual_time
def test_marked_and_not_asynchronous(virtual_clock):
    virtual_clock.advance(5)
    assert virtual_clock.time() == 5

def test_other():
    pass
"""
    )

    result = project.runpytest("-p", "no:asyncio")

    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(
        ["virtual time needs pytest-asyncio, which is switched off here (-p no:asyncio)"]
    )


@pytest.mark.parametrize("mode", ["strict", "auto"])
def test_tests_of_anyio_run_beside_marked_ones(project, mode):
    pytest.importorskip("anyio")
    project.makepyfile(
        SLEEPS
        + """
import anyio

@pytest.fixture
def anyio_backend():
    return "asyncio"

@pytest.mark.anyio
async def test_anyio():
    assert not isinstance(asyncio.get_running_loop(), VirtualTimeLoop)

@pytest.mark.virtual_time
async def test_marked():
    with took(3600):
        await anyio.sleep(3600)
"""
    )

    project.runpytest(f"--asyncio-mode={mode}").assert_outcomes(passed=2)


def test_an_installed_looptime_breaks_neither_marked_nor_unmarked_tests(project, settings):
    pytest.importorskip("looptime")
    project.makeini(settings.replace("-p no:looptime", "-p looptime"))
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time
async def test_marked():
    await sleeps(3600)

@pytest.mark.virtual_time
@pytest.mark.looptime
async def test_marked_for_both():
    await sleeps(3600)

@pytest.mark.asyncio
@pytest.mark.looptime
async def test_theirs(looptime):
    await asyncio.sleep(3600)
    assert looptime == 3600

@pytest.mark.asyncio
async def test_unmarked():
    await asyncio.sleep(0)
"""
    )

    project.runpytest("--looptime").assert_outcomes(passed=4)


def test_async_fixtures_run_on_the_loop_of_the_test(project):
    project.makepyfile(
        SLEEPS
        + """
import pytest_asyncio

@pytest_asyncio.fixture
async def loop_of_fixture():
    await sleeps(1800)
    yield asyncio.get_running_loop()
    await sleeps(1800)

@pytest.mark.virtual_time
async def test_shares_the_loop(loop_of_fixture, virtual_loop, virtual_clock):
    assert loop_of_fixture is asyncio.get_running_loop() is virtual_loop
    assert virtual_clock is virtual_loop.clock
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_time_is_counted_from_the_start_of_the_body(project):
    project.makepyfile(
        SLEEPS
        + """
import datetime, time
import pytest_asyncio

@pytest_asyncio.fixture
async def slow():
    await asyncio.sleep(50)

@pytest.mark.virtual_time(start="2030-01-01")
async def test_is_relative(slow, world):
    work = world.operation("work", seconds=2)

    with took(2):
        await work()

    assert work.starts == [0.0]
    assert work.ends == [2.0]
"""
    )

    project.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize("scope", ["class", "module", "session"])
def test_on_a_loop_of_a_wider_scope_time_goes_on(project, scope):
    project.makepyfile(
        SLEEPS
        + f"""
import datetime

pytestmark = [
    pytest.mark.virtual_time(start="2030-01-01"), pytest.mark.asyncio(loop_scope={scope!r})
]

class TestOnOneLoop:
    loops = []

    async def test_first(self, virtual_clock):
        self.loops.append(asyncio.get_running_loop())
        await sleeps(60)
        assert virtual_clock.time() == time.monotonic() == 60

    async def test_second(self, virtual_clock):
        assert self.loops == [asyncio.get_running_loop()]
        assert virtual_clock.time() == time.monotonic() == 60
        assert datetime.datetime.now() == datetime.datetime(2030, 1, 1)
        await sleeps(60)
        assert virtual_clock.time() == 120
        assert datetime.datetime.now() == datetime.datetime(2030, 1, 1, 0, 1)
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_fixtures_of_a_wider_scope_are_made_anew_between_virtual_and_other_tests(project):
    project.makepyfile(
        SLEEPS
        + """
import pytest_asyncio

@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def loop_of_fixture():
    yield asyncio.get_running_loop()

@pytest.mark.asyncio(loop_scope="module")
async def test_other(loop_of_fixture):
    assert loop_of_fixture is asyncio.get_running_loop()
    assert not isinstance(loop_of_fixture, VirtualTimeLoop)

@pytest.mark.virtual_time
@pytest.mark.asyncio(loop_scope="module")
async def test_virtual(loop_of_fixture):
    assert loop_of_fixture is asyncio.get_running_loop()
    await sleeps(3600)

@pytest.mark.asyncio(loop_scope="module")
async def test_other_again(loop_of_fixture):
    assert loop_of_fixture is asyncio.get_running_loop()
    assert not isinstance(loop_of_fixture, VirtualTimeLoop)
"""
    )

    project.runpytest().assert_outcomes(passed=3)


def test_a_synchronous_test_advances_timer_by_timer(project):
    project.makepyfile(
        """
def test_timers(virtual_clock, virtual_loop):
    fired = []
    virtual_loop.call_later(1, lambda: virtual_loop.call_later(1, lambda: fired.append(2)))
    virtual_loop.call_later(3, lambda: fired.append(3))

    virtual_clock.advance(2.5)

    assert fired == [2]
    assert virtual_clock.time() == virtual_loop.time() == 2.5
    virtual_clock.advance(0.5)
    assert fired == [2, 3]
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_a_synchronous_test_runs_coroutines_itself(project):
    project.makepyfile(
        """
import asyncio
from pytest_coro_lessons import took

def test_run(virtual_clock, virtual_loop):
    with took(60, clock=virtual_clock):
        virtual_loop.run_until_complete(asyncio.sleep(60))
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_factories_make_several_clocks_and_loops_and_close_the_loops(project):
    project.makepyfile(
        """
LOOPS = []

def test_several(virtual_clock_factory, virtual_loop_factory):
    clock = virtual_clock_factory(start=10)
    LOOPS.extend([virtual_loop_factory(clock=clock), virtual_loop_factory()])
    LOOPS[0].clock.advance(5)
    assert [loop.time() for loop in LOOPS] == [15, 0]

def test_closed():
    assert all(loop.is_closed() for loop in LOOPS)
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_the_clock_of_an_unmarked_async_test_is_refused_in_one_line(project):
    project.makepyfile(
        """
import pytest

@pytest.mark.asyncio
async def test_unmarked(virtual_clock):
    pass
"""
    )

    result = project.runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["virtual_loop in an async test needs @pytest.mark.virtual_time on that test"]
    )


def test_the_wall_clock_begins_at_start(project):
    project.makepyfile(
        SLEEPS
        + """
from datetime import date, datetime

@pytest.mark.virtual_time(start=datetime(2030, 12, 31, 23, 59, 59))
async def test_new_year():
    assert datetime.now() == datetime(2030, 12, 31, 23, 59, 59)
    assert time.monotonic() == asyncio.get_running_loop().time()
    await asyncio.sleep(1)
    assert date.today() == date(2031, 1, 1)
    assert time.monotonic() == asyncio.get_running_loop().time()
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_the_wall_clock_can_be_left_alone(project):
    project.makepyfile(
        SLEEPS
        + """
REAL = time.monotonic, time.time

@pytest.mark.virtual_time(wall_clock=False)
async def test_real_clocks():
    assert (time.monotonic, time.time) == REAL
    await sleeps(3600)
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_unmarked_tests_between_marked_ones_have_the_real_clocks(project):
    project.makepyfile(
        SLEEPS
        + """
REAL = time.monotonic, time.time

@pytest.mark.virtual_time(start="2001-01-01")
async def test_first():
    assert time.gmtime().tm_year == 2001

def test_between():
    assert (time.monotonic, time.time) == REAL

@pytest.mark.virtual_time(start="2001-01-01")
async def test_last():
    assert time.gmtime().tm_year == 2001
"""
    )

    project.runpytest().assert_outcomes(passed=3)


def test_a_tests_own_freeze_time_composes(project):
    project.makepyfile(
        SLEEPS
        + """
from datetime import datetime
from freezegun import freeze_time

@pytest.mark.virtual_time(start="2001-01-01")
@freeze_time("2040-06-01")
async def test_decorated():
    assert datetime.now() == datetime(2040, 6, 1)
    await sleeps(3600)
    assert datetime.now() == datetime(2040, 6, 1, 1)

@pytest.mark.virtual_time(start="2001-01-01")
async def test_block():
    with freeze_time("2040-06-01"):
        await sleeps(3600)
        assert datetime.now() == datetime(2040, 6, 1, 1)
    assert datetime.now() == datetime(2001, 1, 1, 1)
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_the_durations_of_pytest_are_real_ones(project):
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time(start="2001-01-01")
async def test_a_day():
    await asyncio.sleep(86400)
"""
    )

    reports = project.inline_run("--durations=3").getreports("pytest_runtest_logreport")

    assert [report.when for report in reports] == ["setup", "call", "teardown"]
    assert all(0 <= report.duration < 60 for report in reports)
    assert all(report.start > 1_700_000_000 for report in reports)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("begin='2030'", "virtual_time takes start, wall_clock, *; got begin"),
        ("'2030-01-01'", "virtual_time takes start, wall_clock, *; got positional arguments"),
        ("start='soon'", "virtual_time: start must be a date, a datetime or a string *'soon'"),
    ],
)
def test_a_bad_option_is_one_clear_line(project, arguments, line):
    project.makepyfile(
        f"""
import pytest

@pytest.mark.virtual_time({arguments})
async def test_bad():
    pass
"""
    )

    result = project.runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([line])
    result.stdout.no_fnmatch_line("*Error*")


def test_limits_of_the_loop_can_be_set(project):
    project.makepyfile(
        """
import asyncio
import pytest
from pytest_coro_lessons import LoopLimitError

@pytest.mark.virtual_time(max_seconds=10)
async def test_ends():
    with pytest.raises(LoopLimitError):
        await asyncio.sleep(11)
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_a_marker_that_comes_too_late_is_refused_in_one_line(project):
    project.makepyfile(
        """
import pytest

@pytest.mark.asyncio
@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.virtual_time)])
async def test_late(n):
    pass
"""
    )

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["virtual_time was added when the test had been collected; *"])


def test_a_too_old_pytest_asyncio_is_said_in_the_header_and_by_every_marked_test(
    project, monkeypatch
):
    from pytest_coro_lessons.plugin import virtual_items

    monkeypatch.setattr(virtual_items, "version", lambda name: "1.3.2")
    project.makepyfile(
        """
import pytest

@pytest.mark.virtual_time
async def test_marked():
    pass

def test_other():
    pass
"""
    )

    result = project.runpytest()

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "coro-lessons: pytest-asyncio 1.3.2 is too old for virtual time; *",
            "pytest-asyncio 1.3.2 is too old for virtual time; mend it with: pip install *",
        ]
    )


def test_xdist_runs_marked_tests(project):
    pytest.importorskip("xdist")
    project.makepyfile(
        SLEEPS
        + """
@pytest.mark.virtual_time(start="2001-01-01")
@pytest.mark.parametrize("n", range(6))
async def test_sleeps(n):
    await sleeps(3600)
    assert time.gmtime().tm_hour == 1
"""
    )

    project.runpytest("-n2").assert_outcomes(passed=6)


def test_a_failure_shows_the_users_own_frames_only(project):
    project.makepyfile(
        test_frames="""
import pytest
from pytest_coro_lessons import took

@pytest.mark.virtual_time
async def test_fails():
    with took(1):
        pass
"""
    )

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([">*with took(1):", "E*CL101*", "test_frames.py:*"])
    result.stdout.no_fnmatch_line("*pytest_coro_lessons/*")


def test_a_plain_assert_on_times_says_which_one_differs(project):
    project.makepyfile(
        """
import asyncio
import pytest

@pytest.mark.virtual_time
async def test_starts(world):
    work = world.operation("work", seconds=1)
    await work()
    await work()
    assert work.starts == [0, 2]
"""
    )

    result = project.runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E * assert [[]0 s, 1 s] == [[]0, 2]", "E *place 2*"])


def test_a_run_without_virtual_tests_loads_only_small_modules_of_ours(project):
    project.makeconftest(
        """
import sys

def pytest_unconfigure():
    ours = sorted(name for name in sys.modules if name.startswith("pytest_coro_lessons."))
    print("loaded:", *ours)
    print("heavy:", *({"freezegun", "msgspec", "tomllib"} & set(sys.modules)))
"""
    )
    project.makepyfile("def test_other(): pass")

    result = project.runpytest_subprocess("-s")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["loaded: *", "heavy:"])
    loaded = next(line for line in result.outlines if line.startswith("loaded:")).split()[1:]
    assert loaded == [
        "pytest_coro_lessons.errors",
        "pytest_coro_lessons.plugin",
        "pytest_coro_lessons.plugin.options",
        "pytest_coro_lessons.plugin.running",
        "pytest_coro_lessons.plugin.session",
        "pytest_coro_lessons.plugin.virtual_items",
    ]
