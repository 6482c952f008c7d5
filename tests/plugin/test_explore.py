"""Promises of the marker ``explore`` and of the options for orders, in any project."""

import json

import pytest

BANK = """
import asyncio
import pytest

class Bank:
    def __init__(self, world):
        self.balance = 100
        self.read = world.operation(
            "read", seconds=0.3, lo=0.05, hi=1.0, returns=lambda: self.balance
        )
        self.write = world.operation("write", seconds=0.1, lo=0.05, hi=1.0, returns=self.set)
        self.comes = world.operation("comes", seconds=lambda at: at, lo=0.0, hi=2.0)

    def set(self, balance):
        self.balance = balance

    async def customer(self, at, amount):
        await self.comes(at)
        balance = await self.read()
        await self.write(balance + amount)

    async def serve(self):
        async with asyncio.TaskGroup() as group:
            group.create_task(self.customer(0.1, 50), name="Ana")
            group.create_task(self.customer(1.0, 30), name="Luis")
"""
LOSES = (
    BANK
    + """
@pytest.mark.explore
async def test_no_deposit_is_lost(world):
    bank = Bank(world)
    await bank.serve()
    assert bank.balance == 180
"""
)
DRAWN = [
    "*assert 150 == 180*",
    "*- order -*",
    "Right in the usual order; wrong in order 2 of those that were tried.",
    "*Ana *Luis",
    "*comes(1.0) *unusual",
    "The only unusual thing: Luis: comes(1.0) came before Ana: comes(0.1).",
    "test_bank.py:*: while Luis waits there, another task comes in: Ana:*",
    "Again: pytest test_bank.py::test_no_deposit_is_lost --coro-replay 1",
]


def test_a_test_that_fails_in_another_order_fails_with_that_order(project):
    project.makepyfile(test_bank=LOSES)

    seen = project.runpytest()

    seen.assert_outcomes(failed=1)
    seen.stdout.fnmatch_lines(DRAWN)


def test_the_order_is_told_in_the_language_of_the_reader(project):
    project.makepyfile(LOSES)

    seen = project.runpytest("--coro-lang=es")

    seen.stdout.fnmatch_lines(["Correcto en el orden habitual; incorrecto en el orden n.? 2*"])


def test_a_test_that_passes_in_every_order_passes(project):
    project.makepyfile(
        BANK
        + """
@pytest.mark.explore(schedules=10, bound=1)
async def test_both_are_served(world):
    bank = Bank(world)
    await bank.serve()
    assert bank.balance > 100
"""
    )

    project.runpytest().assert_outcomes(passed=1)


def test_a_test_that_fails_in_the_usual_order_is_not_explored(project):
    project.makepyfile(
        """
import pytest
runs = []

@pytest.mark.explore
async def test_fails():
    runs.append(1)
    assert False, "at once"

def test_it_ran_once():
    assert runs == [1]
"""
    )

    seen = project.runpytest()

    seen.assert_outcomes(failed=1, passed=1)
    seen.stdout.no_fnmatch_line("*- order -*")


def test_the_fixtures_of_a_world_and_a_loop_are_of_one_order(project):
    project.makepyfile(
        BANK
        + """
made, ended, once = [], [], []

@pytest.fixture
def bank(world):
    made.append(1)
    yield Bank(world)
    ended.append(1)

@pytest.fixture(autouse=True)
def made_once():
    once.append(1)

@pytest.mark.explore(schedules=3, bound=0)
async def test_explored(bank, virtual_loop, virtual_clock):
    assert virtual_loop is asyncio.get_running_loop()
    assert virtual_clock is virtual_loop.clock
    await bank.serve()
    assert bank.balance > 100
    assert len(made) == len(ended) + 1 + (len(made) > 1)

def test_counts():
    assert (len(made), len(ended), len(once)) == (5, 5, 2)
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_an_overridden_world_is_of_one_order_as_well(project):
    project.makepyfile(
        BANK
        + """
@pytest.fixture
def world(world):
    world.name = "mine"
    return world

class TestBank:
    @pytest.fixture
    def bank(self, world):
        return Bank(world)

    @pytest.mark.explore(schedules=3)
    async def test_explored(self, bank, world):
        assert world.name == "mine"
        assert bank.read.calls == []
        await bank.serve()
"""
    )

    project.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("fixture", "problem"),
    [
        ("async def thing(): return 1", "the fixture 'thing' is asynchronous"),
        ("def thing(): return asyncio.Queue()", "the fixture 'thing' gives one Queue for all"),
        ("def thing(world, request): return 1", "'thing' is made for each order, and `request`*"),
    ],
)
def test_a_fixture_that_cannot_be_explored_is_named(project, fixture, problem):
    project.makepyfile(
        f"""
import asyncio
import pytest
import pytest_asyncio

@{"pytest_asyncio" if "async def" in fixture else "pytest"}.fixture
{fixture}

@pytest.mark.explore
async def test_explored(thing, world):
    pass
"""
    )

    project.runpytest().stdout.fnmatch_lines([f"*explore: {problem}*"])


def test_what_outlives_an_order_is_the_tests_own_mistake(project):
    project.makepyfile(
        """
import pytest
seen = []

@pytest.mark.explore
async def test_explored(world):
    seen.append(1)
    assert len(seen) == 1
"""
    )

    project.runpytest().stdout.fnmatch_lines(
        ["explore: the test passes, and fails when it is run*"]
    )


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        (
            "explore(sweep='cancell')",
            "explore takes *; sweep = 'cancell' *: expected one of 'cancel', 'chunks', 'garbage'",
        ),
        ("explore(schedules=-1)", "explore takes schedules*; schedules = -1 *>= 0*"),
        ("explore(orders=3)", "explore takes schedules*; explore has the unknown key 'orders'"),
        ("explore(40)", "explore takes schedules*by its name"),
    ],
)
def test_a_marker_that_says_something_else_is_refused_in_one_line(project, marker, told):
    project.makepyfile(f"import pytest\n@pytest.mark.{marker}\nasync def test_it(): pass")

    seen = project.runpytest()

    seen.assert_outcomes(errors=1)
    seen.stdout.fnmatch_lines(["___* ERROR at setup of test_it ___*", told], consecutive=True)


def test_only_an_asynchronous_test_can_be_explored(project):
    project.makepyfile("import pytest\n@pytest.mark.explore\ndef test_it(): pass")

    project.runpytest().stdout.fnmatch_lines(["*explore: only an asynchronous test function*"])


def test_the_marker_of_a_module_is_about_its_asynchronous_tests(project):
    project.makepyfile(
        """
import pytest
pytestmark = pytest.mark.explore(schedules=2, bound=0)
runs = []

async def test_explored():
    runs.append(1)

def test_counts():
    assert len(runs) == 4
"""
    )

    project.runpytest().assert_outcomes(passed=2)


def test_the_command_for_a_test_with_parameters_can_be_pasted(project):
    loses = LOSES.replace("explore\n", "explore\n@pytest.mark.parametrize('name', ['a b'])\n")
    project.makepyfile(test_bank=loses.replace("(world):\n    bank", "(world, name):\n    bank"))

    again = 'Again: pytest "test_bank.py::test_no_deposit_is_lost[[]a b]" --coro-replay 1'
    project.runpytest().stdout.fnmatch_lines([again])


# Sweeps.

SWEPT = """
import asyncio, pytest
from pytest_coro_lessons import cancelled_somewhere

@pytest.mark.explore(sweep="cancel")
async def test_the_lock_is_given_back(world):
    lock = asyncio.Lock()
    work = world.operation("work")
    with cancelled_somewhere():
        await lock.acquire()
        await work()
        lock.release()
    assert not lock.locked()
"""


def test_the_cancel_sweep_tells_where_it_cancelled(project):
    project.makepyfile(test_lock=SWEPT)

    seen = project.runpytest()

    unusual = "The only unusual thing: cancelled while it waited for work() (test_lock.py:10)."
    seen.stdout.fnmatch_lines([unusual, "*--coro-replay c1"])


NOTHING_TO_SWEEP = """
import asyncio, pytest
from pytest_coro_lessons import cancelled_somewhere

@pytest.mark.explore(sweep="{sweep}")
async def test_sweeps(world):
    {block}:
        {body}
"""


@pytest.mark.parametrize(
    ("sweep", "block", "body", "told"),
    [
        ("cancel", "if True", "await world.operation('work')()", "the test enters no block *"),
        ("cancel", "with cancelled_somewhere()", "pass", "*`cancelled_somewhere()` never waits"),
        ("chunks", "if True", "await world.operation('work')()", "no two bytes are written*"),
    ],
)
def test_a_sweep_that_finds_nothing_to_sweep_is_a_mistake_of_the_test(
    project, sweep, block, body, told
):
    project.makepyfile(NOTHING_TO_SWEEP.format(sweep=sweep, block=block, body=body))

    seen = project.runpytest()

    seen.assert_outcomes(failed=1)
    seen.stdout.fnmatch_lines([f'explore: sweep="{sweep}" *: {told}'])
    project.runpytest("--coro-explore=0").assert_outcomes(passed=1)


def test_outside_of_a_sweep_the_block_cancels_nothing(project):
    project.makepyfile(SWEPT.replace('explore(sweep="cancel")', "virtual_time"))

    project.runpytest().assert_outcomes(passed=1)


# Options.


def test_a_replay_runs_one_order_of_the_explored_tests_only(project):
    project.makepyfile(
        LOSES
        + """
runs = []

@pytest.mark.explore
async def test_other(world):
    runs.append(1)

def test_plain():
    assert runs == [1]
"""
    )

    seen = project.runpytest("--coro-replay=1")

    seen.assert_outcomes(failed=1, passed=2)
    seen.stdout.fnmatch_lines(["The order 1:"])
    project.runpytest("--coro-replay=0").assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--coro-replay=never", "*--coro-replay: not the token of an order*'never'"),
        ("--coro-explore=-1", "*--coro-explore must be 0 or more orders; got -1"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused(project, option, told):
    project.makepyfile("def test_it(): pass")

    project.runpytest(option).stderr.fnmatch_lines([told])


def test_the_option_sets_how_many_orders_are_tried(project):
    project.makepyfile(
        BANK
        + """
runs = []

@pytest.mark.explore(bound=0, schedules=3)
async def test_explored(world):
    runs.append(1)
    await Bank(world).serve()

def test_counts(request):
    assert len(runs) == request.config.getoption("coro_explore") + 2
"""
    )

    project.runpytest("--coro-explore=7").assert_outcomes(passed=2)


def test_with_no_orders_the_usual_one_is_all(project):
    project.makepyfile(LOSES)

    project.runpytest("--coro-explore=0").assert_outcomes(passed=1)


# What is left behind, with strict=True.

STRICT = """
import asyncio
import pytest

@pytest.fixture
def closing(virtual_loop):
    tasks = []
    yield tasks
    for task in tasks:
        task.cancel()

@pytest.mark.virtual_time(strict=True)
@pytest.mark.explore{how}
async def test_both({fixtures}):
    op = world.operation("op", seconds=0.2, lo=0.05, hi=2)
    other = world.operation("other", seconds=0.3, lo=0.05, hi=2)
    task = asyncio.create_task(op())
    {body}
"""

LEFT = {
    "a task": ("await other()", "CL402: 1 task was still running*: op()."),
    "a coroutine": (
        "await other()\n    asyncio.sleep(0) if not task.done() else await task",
        "CL401: *",
    ),
    "a call": (
        "await other()\n    op('x') if not task.done() else await task",
        "CL401: `op('x')`*",
    ),
}


@pytest.mark.parametrize(("body", "said"), LEFT.values(), ids=LEFT)
def test_a_strict_test_is_judged_in_every_order(project, body, said):
    project.makepyfile(test_it=STRICT.format(how="", fixtures="world", body=body))

    seen = project.runpytest("--tb=short")
    again = project.runpytest("--coro-replay", "1")
    in_one_line = project.runpytest("--tb=line")

    for one in (seen, again):
        one.assert_outcomes(failed=1)
        one.stdout.fnmatch_lines([said, "*- order -*"])
    in_one_line.stdout.fnmatch_lines(["*test_it.py:1[68]: Failed: CL40*"])


ALL_SWEPT = """from pytest_coro_lessons import cancelled_somewhere
    with cancelled_somewhere():
        await asyncio.gather(other(), task)"""
NOT_LEFT = {
    "awaited": ("", "world", "await other()\n    await task"),
    "cancelled": ("", "world", "await other()\n    task.cancel()"),
    "swept": ("(sweep='cancel')", "world", ALL_SWEPT),
    "closed": ("(schedules=5)", "world, closing", "closing.append(task)\n    await other()"),
}


@pytest.mark.parametrize(("how", "fixtures", "body"), NOT_LEFT.values(), ids=NOT_LEFT)
def test_a_strict_test_that_leaves_nothing_in_any_order_passes(project, how, fixtures, body):
    project.makepyfile(STRICT.format(how=how, fixtures=fixtures, body=body))

    project.runpytest("-Werror").assert_outcomes(passed=1)


def test_what_a_fixture_of_all_orders_may_close_is_not_judged_in_each(project):
    late = STRICT.replace("closing(virtual_loop)", "closing()")
    body = "closing.append(task)\n    await other()"
    project.makepyfile(late.format(how="", fixtures="virtual_loop, world, closing", body=body))

    project.runpytest("-Werror").assert_outcomes(passed=1)


def test_what_a_fixture_does_not_close_in_the_usual_order_is_told_so(project):
    leaves = STRICT.replace("task.cancel()", "pass")
    body = "closing.append(asyncio.create_task(other()))\n    await task"
    project.makepyfile(leaves.format(how="", fixtures="world, closing", body=body))

    seen = project.runpytest()

    seen.assert_outcomes(failed=1)
    seen.stdout.fnmatch_lines(["CL402: 1 task was still running*: other()."])
    seen.stdout.no_fnmatch_line("*passes, and fails*")


# Orders that failed before.

SELDOM = (
    BANK
    + """
@pytest.mark.explore(bound=0, schedules={schedules}, seed=1)
async def test_seldom(world):
    bank = Bank(world)
    await bank.serve()
    assert bank.balance == 180 or {repaired}
"""
)


def remembered(project):
    files = (project.path / ".pytest_cache" / "v" / "coro-lessons" / "orders").iterdir()
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def test_an_order_that_failed_is_tried_first_until_it_passes(project):
    file = project.makepyfile(SELDOM.format(schedules=40, repaired=False))
    project.runpytest().assert_outcomes(failed=1)
    first = remembered(project)

    file.write_text(SELDOM.format(schedules=0, repaired=False), encoding="utf-8")
    again = project.runpytest()
    file.write_text(SELDOM.format(schedules=0, repaired=True), encoding="utf-8")
    repaired = project.runpytest()

    again.stdout.fnmatch_lines(["Right in the usual order; wrong in order 2 of those*"])
    repaired.assert_outcomes(passed=1)
    assert (len(first[0]), remembered(project)) == (1, [[]])


def test_without_a_cache_nothing_is_remembered(project):
    project.makepyfile(LOSES)

    project.runpytest("-p", "no:cacheprovider").assert_outcomes(failed=1)


def test_a_damaged_memory_is_no_reason_to_fail(project):
    project.makepyfile(SELDOM.format(schedules=40, repaired=False))
    project.runpytest()
    (file,) = (project.path / ".pytest_cache" / "v" / "coro-lessons" / "orders").iterdir()
    file.write_text('["never", 3]', encoding="utf-8")

    project.runpytest().assert_outcomes(failed=1)

    assert len(remembered(project)[0]) == 1


def test_workers_of_xdist_tell_and_remember_the_same(project):
    pytest.importorskip("xdist")
    project.makepyfile(LOSES)

    seen = project.runpytest_subprocess("-n1")

    seen.stdout.fnmatch_lines(["*- order -*", "The only unusual thing: *"])
    assert remembered(project) == [["1"]]
