"""Promises of explored tests in exercises: what a learner reads, and what is stored."""

import json

import pytest

from pytest_coro_lessons.reports import lanes_text

EXPLORED = """
import asyncio
import pytest
from pytest_coro_lessons import cancelled_somewhere, result

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

{marker}
async def test_no_deposit_is_lost(exercise, world):
    bank = Bank(world)

    async def customer(at, amount):
        await bank.comes(at)
        await exercise.deposit(bank, amount)

    async with asyncio.TaskGroup() as group:
        group.create_task(customer(0.1, 50), name="Ana")
        group.create_task(customer(1.0, 30), name="Luis")
    result(bank.balance, 180)
"""
MARKED = EXPLORED.replace("{marker}", "@pytest.mark.explore")
NAMES = ("test_no_deposit_is_lost",)
LOSES = """
async def deposit(bank, amount):
    balance = await bank.read()
    await bank.write(balance + amount)
"""
RIGHT = """
import asyncio
lock = asyncio.Lock()

async def deposit(bank, amount):
    async with lock:
        balance = await bank.read()
        await bank.write(balance + amount)
"""


@pytest.fixture
def bank(course):
    """Make an exercise with this answer, explored by a marker or by what its step says."""

    def make(answer, tests=MARKED, explore=None, names=NAMES):
        folder = course.exercise(answer, at="01_deposit", tests=tests, names=names)
        if explore is not None:
            file = folder / "exercise.toml"
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("points = 5\n", f"points = 5\n{explore}\n"), "utf-8")
        return folder

    return make


def codes(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    return [
        one["code"] for check in found["exercises"][0]["checks"] for one in check["diagnostics"]
    ]


def test_an_answer_that_fails_in_another_order_reads_that_order(pytester, bank, summary_of):
    bank(LOSES)

    seen = pytester.runpytest()

    head = summary_of(seen).splitlines()[:4]
    assert head[2:] == ["1.1 Deposit: Its answer", "exercises/01_drinks/01_deposit/exercise.py:4"]
    seen.stdout.fnmatch_lines(
        [
            "CL211: It works when *. In order 2 of those that were tried, it does not: *150*180.",
            "*comes(1.0) *unusual",
            "Again: pytest exercises/*/test_exercise.py::test_no_deposit_is_lost --coro-replay 1",
            "While Luis waits in line 4, Ana: read() can come in. *",
        ]
    )


def test_an_order_that_cannot_be_drawn_can_still_be_run_again(pytester, bank, monkeypatch):
    def on_purpose(*_, **__):
        raise ZeroDivisionError("on purpose")

    bank(LOSES)
    monkeypatch.setattr(lanes_text, "render_found", on_purpose)

    pytester.runpytest().stdout.fnmatch_lines(
        [
            "CL211: It works when *",
            "There is no picture here, for an error in pytest-coro-lessons*ZeroDivisionError*",
            "pytest exercises/*/test_exercise.py::test_no_deposit_is_lost --coro-replay 1",
        ]
    )


def test_an_answer_that_is_right_in_every_order_passes(pytester, bank):
    bank(RIGHT)

    pytester.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "explore", ["explore = {}", "explore = { schedules = 40 }", "[steps.explore]\nbound = 1"]
)
def test_a_step_can_say_that_its_tests_are_explored(pytester, bank, explore):
    bank(LOSES, EXPLORED.replace("{marker}", ""), explore)

    pytester.runpytest().stdout.fnmatch_lines(["CL211: *"])


def test_what_the_marker_of_a_test_says_goes_before_its_step(pytester, bank):
    marker = "@pytest.mark.explore(bound=0, schedules=0)"
    bank(LOSES, EXPLORED.replace("{marker}", marker), "explore = {}")

    pytester.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("explore", "told"),
    [
        (
            "explore = { sweep = 'all' }",
            "exercise.toml:10: steps[0].explore.sweep = 'all' does not",
        ),
        ("explore = { orders = 3 }", "exercise.toml:10: steps[0].explore has the unknown key"),
        ("[steps.explore]\nschedules = -1", "exercise.toml:11: steps[0].explore.schedules = -1"),
        ("[steps.explore]\norders = 1", "exercise.toml:11: steps[0].explore has the unknown key"),
    ],
)
def test_a_step_that_says_something_else_is_refused_with_its_line(pytester, bank, explore, told):
    bank(RIGHT, EXPLORED.replace("{marker}", ""), explore)

    pytester.runpytest().stdout.fnmatch_lines([f"*{told.replace('[', '[[]')}*"])


def test_the_answer_is_loaded_anew_for_each_order(pytester, bank):
    bank(
        f"{RIGHT}\ncalls = []\n",
        MARKED.replace(
            "    bank = Bank(world)",
            "    exercise.calls.append(1)\n    assert exercise.calls == [1]\n"
            "    bank = Bank(world)",
        ),
    )

    pytester.runpytest().assert_outcomes(passed=1)


def test_what_an_order_leaves_running_is_found_there(pytester, bank):
    bank(
        """
import asyncio
lock = asyncio.Lock()

async def deposit(bank, amount):
    if lock.locked():
        asyncio.create_task(later())
    async with lock:
        balance = await bank.read()
        await bank.write(balance + amount)

async def later():
    await asyncio.sleep(100)
"""
    )

    pytester.runpytest("--coro-json=r.json").stdout.fnmatch_lines(
        ["CL211: *it does not: 1 task was still running when the function *later()*"]
    )


def test_a_call_that_is_never_awaited_in_one_order_is_found_there(pytester, bank):
    bank(
        RIGHT.replace(
            "    async with", "    if lock.locked():\n        bank.read()\n    async with"
        )
    )

    pytester.runpytest().stdout.fnmatch_lines(["CL211: *it does not: *`read()`*"])


def test_the_usual_order_has_its_usual_verdict(pytester, bank):
    bank(LOSES.replace("await bank.read()", "bank.read()"))

    pytester.runpytest("--coro-json=r.json")

    assert codes(pytester.path / "r.json")[0] == "CL401"


def test_the_results_carry_the_token_and_the_order(pytester, bank):
    bank(LOSES)

    pytester.runpytest("--coro-json=r.json")

    found = json.loads((pytester.path / "r.json").read_text(encoding="utf-8"))
    (told,) = found["exercises"][0]["checks"][0]["diagnostics"]
    assert (told["facts"]["token"], told["facts"]["index"]) == ("1", 2)
    assert told["facts"]["error"]["code"] == "CL601"
    assert told["facts"]["order"]["tasks"] == ["Ana", "Luis"]
    assert told["facts"]["order"]["file"] == "exercise.py"


def test_a_replay_tells_the_order_that_was_asked_for(pytester, bank):
    bank(LOSES)

    seen = pytester.runpytest("--coro-replay=1", "--coro-json=r.json")
    right = pytester.runpytest("--coro-replay=0")

    seen.stdout.fnmatch_lines(["CL211: In the order 1 it does not work: *150*"])
    right.assert_outcomes(passed=1)


def test_an_answer_that_waits_for_ever_in_another_order_is_told_the_circle(pytester, bank):
    bank(
        """
import asyncio
a, b = asyncio.Lock(), asyncio.Lock()

async def deposit(bank, amount):
    first, second = (a, b) if amount == 50 else (b, a)
    async with first:
        balance = await bank.read()
        async with second:
            bank.balance += amount
"""
    )

    pytester.runpytest("--coro-json=r.json").stdout.fnmatch_lines(
        ["CL212: It ends *tasks wait for each other for ever.", "They wait for each other: *"]
    )


def test_code_that_never_returns_in_another_order_is_stopped(pytester, bank):
    bank(
        """
async def deposit(bank, amount):
    bank.busy = getattr(bank, "busy", 0) + 1
    while bank.busy > 1:
        pass
    await bank.read()
    bank.busy -= 1
    bank.balance += amount
"""
    )

    seen = pytester.runpytest_subprocess("--coro-real-limit=0.5", "--coro-json=r.json")

    seen.stdout.fnmatch_lines(["CL505: *"])
    assert codes(pytester.path / "r.json") == ["CL505"]


def test_what_is_graded_for_others_is_not_remembered(pytester, bank):
    folder = bank(RIGHT)
    (folder / "wrong.py").write_text(LOSES, encoding="utf-8")

    pytester.runpytest("--coro-answer=wrong.py").stdout.fnmatch_lines(["CL211: *"])

    assert not (pytester.path / ".pytest_cache" / "v" / "coro-lessons").exists()


def test_the_cancel_sweep_of_an_answer_is_told_with_its_line(pytester, bank):
    tests = (
        EXPLORED.replace("{marker}", "@pytest.mark.virtual_time")
        + """
@pytest.mark.explore(sweep="cancel")
async def test_cancelled(exercise, world):
    bank = Bank(world)
    with cancelled_somewhere():
        await exercise.deposit(bank, 50)
    await exercise.deposit(bank, 30)
    assert bank.balance in (130, 180)
"""
    )
    leaky = RIGHT.replace("async with lock:", "await lock.acquire()\n    if True:")
    leaky += "        lock.release()\n"
    bank(leaky, tests, names=(*NAMES, "test_cancelled"))

    seen = pytester.runpytest("--coro-json=r.json", "--coro-lang=es")

    seen.stdout.fnmatch_lines(
        ["*exercise.py:8", "CL213: Si se cancela mientras espera read(), espera para siempre."]
    )


SWEPT_ANSWER = """
import asyncio
import pytest
from pytest_coro_lessons import cancelled_somewhere

@pytest.mark.explore(sweep="cancel")
async def test_cancelled(exercise):
    with cancelled_somewhere():
        await exercise.work()

@pytest.mark.explore(sweep="chunks")
async def test_cut(exercise):
    await exercise.work()
"""
SWEPT_NAMES = ("test_cancelled", "test_cut")


def test_an_answer_that_gives_a_sweep_nothing_to_do_is_no_mistake(pytester, bank):
    bank("async def work():\n    pass\n", SWEPT_ANSWER, names=SWEPT_NAMES)

    pytester.runpytest().assert_outcomes(passed=2)


def test_a_test_that_enters_no_block_to_cancel_is_its_authors_mistake(pytester, bank):
    bank(
        "async def work():\n    pass\n",
        SWEPT_ANSWER.replace("with cancelled_somewhere():", "if True:"),
        names=SWEPT_NAMES,
    )

    seen = pytester.runpytest()

    seen.assert_outcomes(passed=1, failed=1)
    seen.stdout.fnmatch_lines(["*cancelled nothing: the test enters no block*"])
