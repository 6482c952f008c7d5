"""Explorations: what is found, how it is told, and what is left as it was."""

from __future__ import annotations

import asyncio
import gc
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.explore import (
    Deviation,
    Name,
    TokenError,
    cancelled_somewhere,
    explore,
    replay,
)
from pytest_coro_lessons.loop.observer import opened

from .test_explore_choices import exchange
from .virtual import learner, run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_coro_lessons import VirtualTimeLoop
    from pytest_coro_lessons.operations import World

    Program = Callable[[World], Coroutine[Any, Any, None]]

ACCOUNT = learner(
    """\
    import asyncio

    class Account:
        def __init__(self, read, write):
            self.read, self.write = read, write

        async def deposit(self, amount):
            balance = await self.read()
            await self.write(balance + amount)
    """
)["Account"]


async def lost_update(world: World) -> None:
    balance = [100]
    read = world.operation("read", seconds=0.3, lo=0.05, hi=1.0, returns=lambda: balance[0])
    write = world.operation(
        "write", seconds=0.1, lo=0.05, hi=1.0, returns=lambda new: balance.__setitem__(0, new)
    )
    visit = world.operation("visit", seconds=lambda at: at, lo=0.0, hi=2.0)
    account = ACCOUNT(read, write)

    async def customer(at: float, amount: int) -> None:
        await visit(at)
        await account.deposit(amount)

    async with asyncio.TaskGroup() as group:
        group.create_task(customer(0.1, 50), name="Ana")
        group.create_task(customer(1.0, 30), name="Luis")
    assert balance == [180], f"the balance is {balance[0]}"


async def right(world: World) -> None:
    work = world.operation("work", seconds=0.3, lo=0.05, hi=1.0)
    await asyncio.gather(work(1), work(2))


async def deadlock(world: World) -> None:
    a, b = asyncio.Lock(), asyncio.Lock()
    visit = world.operation("visit", seconds=lambda at: at, lo=0.0, hi=2.0)

    async def take(at: float, first: asyncio.Lock, second: asyncio.Lock) -> None:
        await visit(at)
        async with first:
            await visit(0.1)
            async with second:
                pass

    await asyncio.gather(take(0.1, a, b), take(1.0, b, a))


def failure_of(program: Program, **options: Any) -> Any:
    found = explore(program, **options).failure
    assert found is not None
    return found


# What is found.


def test_a_failing_order_is_found_and_made_simple() -> None:
    exploration = explore(lost_update)

    assert exploration.failure is not None
    assert str(exploration.failure.error).startswith("the balance is 150")
    assert str(exploration.failure.token) == "1"
    assert (exploration.failure.stage, exploration.failure.index) == ("few", 2)
    assert exploration.tried == 2


def test_a_program_that_never_fails_passes_and_says_how_much_was_tried() -> None:
    exploration = explore(right, schedules=10)

    assert exploration.passed
    assert (exploration.tried, exploration.bound) == (13, 2)


def test_strategies_are_not_asked_when_every_order_was_tried() -> None:
    async def program(world: World) -> None:
        await asyncio.gather(asyncio.sleep(0.5), asyncio.sleep(0.5))

    exploration = explore(program)

    assert (exploration.exhausted, exploration.tried) == (True, 2)


def test_a_program_that_fails_in_the_default_order_is_not_explored() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", hi=2.0)
        await asyncio.gather(work(), work())
        raise ValueError("always")

    exploration = explore(program)

    assert exploration.failure is not None
    assert (exploration.failure.stage, exploration.tried) == ("default", 1)
    assert str(exploration.failure.token) == "0"


def test_a_stall_is_a_failure_with_its_waits_and_their_cycle() -> None:
    failure = failure_of(deadlock)

    assert failure.outcome == "stalled"
    assert failure.cycle == ("take 1", "take 2")
    assert [wait.waits_for for wait in failure.waits[1:]] == [
        "Lock.acquire, held by 'Task-3'",
        "Lock.acquire, held by 'Task-2'",
    ]


def test_a_program_that_spins_in_one_order_is_a_failure() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
        done = asyncio.create_task(work(1))
        await work(2)
        while not done.done():
            await asyncio.sleep(0)

    failure = failure_of(program, limits={"max_steps_per_instant": 1_000}, schedules=100)

    assert failure.outcome == "busy"


def test_few_orders_that_spin_are_run_to_make_one_simple(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_coro_lessons.explore.shrink._MOST_ENDLESS_RUNS", 3)

    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
        done = [asyncio.create_task(work(number)) for number in range(6)]
        await work("last")
        while not all(task.done() for task in done):
            await asyncio.sleep(0)

    exploration = explore(program, bound=0, limits={"max_steps_per_instant": 500})

    assert exploration.failure is not None
    assert exploration.failure.outcome == "busy"
    assert exploration.shrunk_in == 3


def test_a_program_that_never_ends_in_one_order_is_a_failure() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
        event = asyncio.Event()

        async def wait() -> None:
            while not event.is_set():
                await asyncio.sleep(1_000)

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        if await first_of(work("a"), work("b")) == "a":
            event.set()
        await waiting

    async def first_of(a: Any, b: Any) -> str:
        tasks = {asyncio.ensure_future(a): "a", asyncio.ensure_future(b): "b"}
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        return tasks[done.pop()]

    assert failure_of(program, limits={"max_seconds": 10_000}).outcome == "limit"


def test_the_same_seed_finds_the_same_and_another_one_finds_other_orders() -> None:
    first, again = (explore(lost_update, bound=0, seed="a") for _ in range(2))
    tried = {explore(lost_update, bound=0, seed=seed).tried for seed in range(10)}

    assert first.facts() == again.facts()
    assert len(tried) > 1


def test_the_cap_bounds_what_is_tried_one_by_one() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.05, hi=1.0)
        await asyncio.gather(*(work(number) for number in range(5)))

    exploration = explore(program, cap=7, schedules=0)

    assert (exploration.tried, exploration.bound, exploration.exhausted) == (8, 1, False)


# Orders that failed before.


def test_an_order_that_failed_before_is_tried_first() -> None:
    failure = failure_of(lost_update, first=["0.1.1"], bound=0)

    assert (failure.stage, failure.index) == ("remembered", 2)


def test_an_order_that_fails_no_more_does_not_matter() -> None:
    assert explore(right, first=["1", "0.1"], schedules=5).passed


def test_a_text_that_is_no_token_is_an_error_before_anything_runs() -> None:
    with pytest.raises(TokenError, match="'never'"):
        explore(right, first=["never"])
    with pytest.raises(TokenError, match="'never'"):
        replay(right, "never")


def test_a_replay_runs_one_order() -> None:
    exploration = replay(lost_update, "1")

    assert exploration.failure is not None
    assert (exploration.failure.stage, exploration.tried) == ("replay", 1)
    assert replay(lost_update, "0").passed


# What is told.


def test_the_rows_tell_what_happened_in_each_task() -> None:
    failure = failure_of(lost_update)

    assert failure.tasks == ("Ana", "Luis")
    ends = [(row.task, row.what, row.value) for row in failure.rows if row.kind == "end"]
    assert ends == [
        ("Luis", "visit(1.0)", None),
        ("Ana", "visit(0.1)", None),
        ("Luis", "read()", "100"),
        ("Ana", "read()", "100"),
        ("Luis", "write(130)", None),
        ("Ana", "write(150)", None),
    ]


def test_what_is_unusual_is_told_with_what_would_have_come_first() -> None:
    failure = failure_of(lost_update)

    (deviation,) = failure.deviations
    assert deviation == Deviation(
        "order",
        1.0,
        came=(Name("Luis", "visit(1.0)"),),
        before=(Name("Ana", "visit(0.1)"),),
        file=__file__,
        line=deviation.line,
    )
    assert [row.what for row in failure.rows if row.deviation == 0] == ["visit(1.0)"]
    assert failure.same_rows == 2


def test_the_await_of_the_learners_where_another_task_came_in_is_told() -> None:
    failure = failure_of(lost_update, files=["exercise.py"])

    # Between the reading and the writing.
    assert (failure.file, failure.line) == ("exercise.py", 9)
    assert (failure.waiting, failure.came_in) == (Name("Luis", "write(130)"), Name("Ana", "read()"))


def test_tasks_without_a_name_are_called_after_what_they_run() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.05, hi=1.0)

        async def twice(number: int) -> None:
            await work(number)
            await work(number)
            assert number != 2 or work.calls[-1].args != (2,) or len(work.calls) > 3

        async with asyncio.TaskGroup() as group:
            group.create_task(twice(1))
            group.create_task(twice(2))
            group.create_task(work(3), name="named")
            group.create_task(work(4))
        raise ValueError

    assert failure_of(program).tasks == ("twice 1", "twice 2", "named", "work(4)")


def test_tasks_of_one_function_count_by_their_creation_whichever_is_seen_first() -> None:
    async def program(world: World) -> None:
        del world
        slept = []

        async def sleep(name: str) -> None:
            await asyncio.sleep(1)
            slept.append(name)

        async def rest() -> None:
            await asyncio.sleep(2)

        await asyncio.gather(sleep("first"), sleep("second"), rest())
        assert slept == ["first", "second"]

    failure = failure_of(program)

    (deviation,) = failure.deviations
    assert deviation.came == (Name("sleep 2", "sleep(1)"),)
    assert deviation.before == (Name("sleep 1", "sleep(1)"),)
    # In the lanes as well, though only the second one does anything there.
    assert failure.tasks == ("sleep 2",)


def test_what_the_program_prints_is_in_the_rows_and_nowhere_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def program(world: World) -> None:
        print("hello")  # noqa: T201
        work = world.operation("work", seconds=0.3, lo=0.05, hi=1.0)
        await asyncio.gather(work(1), work(2))
        assert work.calls[0].ended_order == 2, "2 was first"

    rows = failure_of(program).rows

    assert [row.what for row in rows if row.kind == "print"] == ["hello"]
    assert capsys.readouterr().out == ""


def test_a_timer_that_comes_first_is_told_with_its_task() -> None:
    async def program(world: World) -> None:
        connect = world.operation("connect", seconds=0.3, lo=0.05, hi=1.0)
        connecting = asyncio.create_task(connect(), name="server")
        await asyncio.sleep(0.5)
        assert connecting.done()

    (deviation,) = failure_of(program).deviations

    assert deviation.came == (Name("program", "sleep(0.5)"),)
    assert deviation.before == (Name("server", "connect()"),)


def test_a_program_whose_result_the_order_does_not_decide_is_told_as_such() -> None:
    runs = iter(range(1_000))

    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.05, hi=1.0)
        await asyncio.gather(work(1), work(2))
        assert next(runs) != 3

    failure = failure_of(program)

    assert failure.repeats is False


def test_the_facts_are_values_that_json_knows() -> None:
    facts = explore(lost_update, files=["exercise.py"]).facts()

    assert facts == {
        "tried": 2,
        "bound": 0,
        "exhausted": False,
        "outcome": "failed",
        "stage": "few",
        "index": 2,
        "token": "1",
        "deviations": 1,
        "at": 1.4,
        "cycle": [],
        "repeats": True,
        "kind": "order",
        "came": ["Luis: visit(1.0)"],
        "before": ["Ana: visit(0.1)"],
        "waiting": "Luis: write(130)",
        "came_in": "Ana: read()",
    }


# What is left as it was.


def test_an_exploration_inside_a_running_loop_lets_it_stand_still() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(1)
        assert not explore(lost_update).passed
        assert asyncio.get_running_loop() is loop
        await asyncio.sleep(1)
        return loop.time()

    assert run(main()) == 2.0


def test_the_garbage_collector_and_the_watchers_of_loops_are_as_before() -> None:
    def watch(loop: VirtualTimeLoop) -> None:
        seen.append(loop)

    seen: list[VirtualTimeLoop] = []
    frozen = gc.get_freeze_count()
    opened.append(watch)
    try:
        explore(right, sweep="garbage")
    finally:
        opened.remove(watch)

    assert (gc.isenabled(), gc.get_freeze_count(), seen) == (True, frozen, [])


def test_the_random_numbers_of_the_program_are_its_own() -> None:
    random.seed(1)
    expected = random.random()

    random.seed(1)
    explore(right)

    assert random.random() == expected


def test_every_run_has_a_world_and_a_loop_of_its_own() -> None:
    worlds = set()

    async def program(world: World) -> None:
        assert world.calls == []
        loop: Any = asyncio.get_running_loop()
        assert loop.time_ns() == 0
        worlds.add(id(world))
        await right(world)

    assert explore(program, schedules=10).passed


def test_tasks_and_generators_that_a_run_leaves_behind_end_with_it() -> None:
    ended = []

    async def program(world: World) -> None:
        async def wait() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("task")

        async def generate() -> Any:
            try:
                yield 1
            finally:
                ended.append("generator")

        asyncio.create_task(wait(), name="left")  # noqa: RUF006
        generator = generate()
        await anext(generator)
        await world.operation("work")()
        kept.append(generator)

    kept: list[Any] = []
    explore(program, bound=0, schedules=0)

    assert ended == ["task", "generator"]


def test_an_interruption_by_the_user_ends_the_exploration() -> None:
    async def program(world: World) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explore(program)

    assert gc.isenabled()
    assert sys.stdout is not None


def test_a_sweep_that_does_not_exist_is_an_error_that_names_those_that_do() -> None:
    sweep: Any = "everything"

    with pytest.raises(ValueError, match="'cancel', 'garbage', 'chunks', got 'everything'"):
        explore(right, sweep=sweep)


def test_nothing_of_this_package_is_reported_as_the_place_of_a_wait() -> None:
    failure = failure_of(deadlock)

    assert {Path(wait.file or "").name for wait in failure.waits} == {Path(__file__).name}


def test_what_a_connection_brings_is_told_with_its_host() -> None:
    async def program(world: World) -> None:
        heard: list[str] = []
        await exchange("ab", heard)
        assert heard == ["a", "b"], heard

    failure = failure_of(program, bound=2, cap=300)

    (deviation, *_) = failure.deviations
    assert deviation.kind == "held"
    assert deviation.before == (Name("call 1", "a", "request"),)
    (late,) = [row for row in failure.rows if row.deviation == 0]
    assert (late.task, late.kind, late.what, late.noun) == ("call 1", "arrival", "a", "request")


def test_the_await_where_another_connection_came_first_is_told() -> None:
    async def program(world: World) -> None:
        heard: list[str] = []
        await exchange("ab", heard)
        assert heard == ["a", "b"], heard

    file = exchange.__code__.co_filename
    failure = failure_of(program, bound=2, cap=300, files=[file])

    line = Path(file).read_text(encoding="utf-8").splitlines()[failure.line - 1]
    assert "await asyncio.open_connection(" in line
    assert failure.waiting == Name("call 1", "a", "request")
    assert failure.came_in == Name("call 2", "b", "connection")


def test_of_a_connection_only_what_a_reader_looks_for_is_told() -> None:
    async def program(world: World) -> None:
        heard: list[str] = []
        await exchange("a", heard)
        raise ValueError

    failure = failure_of(program)

    nouns = ["request", "connection", "accepted", "message_to", "message_from"]
    assert [row.noun for row in failure.rows if row.kind == "arrival"][:5] == nouns
    told = [row.noun for row in failure.telling_rows()[0]]
    assert told == ["connection", "message_to", "message_from"]


def test_what_a_thread_brings_is_told_with_the_task_that_waits_for_it() -> None:
    async def program(world: World) -> None:
        heard: list[str] = []

        async def call(name: str) -> None:
            heard.append(await asyncio.to_thread(str, name))

        async with asyncio.TaskGroup() as group:
            group.create_task(call("a"), name="first")
            group.create_task(call("b"), name="second")
        assert heard == ["a", "b"], heard

    failure = failure_of(program, files=[__file__])

    (deviation,) = failure.deviations
    assert (deviation.kind, deviation.before) == ("held", (Name("first", "to_thread"),))
    rows = [(row.task, row.what, row.value, row.deviation) for row in failure.rows]
    assert rows == [("second", "to_thread", "'b'", None), ("first", "to_thread", "'a'", 0)]
    # Where it waits while the other one comes in.
    line = Path(__file__).read_text(encoding="utf-8").splitlines()[failure.line - 1]
    assert "heard.append(await asyncio.to_thread(str, name))" in line
    assert failure.waiting == Name("first", "to_thread")
    assert failure.came_in == Name("second", "to_thread")


def test_what_a_thread_raises_and_what_it_hands_over_is_told() -> None:
    async def program(world: World) -> None:
        loop = asyncio.get_running_loop()
        event = asyncio.Event()

        def fails() -> None:
            loop.call_soon_threadsafe(event.set)
            raise KeyError(1)

        async def waits(answer: asyncio.Future[None]) -> None:
            await event.wait()
            assert not answer.done()

        answer = asyncio.ensure_future(asyncio.to_thread(fails))
        other = asyncio.to_thread(int)
        await asyncio.gather(waits(answer), answer, other, return_exceptions=True)
        raise ValueError

    rows = failure_of(program).rows

    told = {(row.task, row.what, row.value, row.outcome) for row in rows if row.kind == "arrival"}
    assert told == {
        ("", "Event.set", None, None),
        ("to_thread 1", "to_thread", "KeyError(1)", "failed"),
        ("to_thread 2", "to_thread", "0", "ok"),
    }


def test_a_run_of_more_rows_than_are_kept_is_told_all_the_same() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
        first = asyncio.ensure_future(work("a"))
        await work("b")
        for number in range(1_000):
            await work(number)
        assert first.done()
        raise ValueError

    failure = failure_of(program)

    assert len(failure.rows) == 2_000


def test_timeouts_are_told_by_that_name() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.05, hi=2.0)

        async def one() -> None:
            async with asyncio.timeout(0.5):
                await work(1)

        async def other() -> None:
            await asyncio.wait_for(work(2), 0.5)

        async with asyncio.TaskGroup() as group:
            group.create_task(one(), name="one")
            group.create_task(other(), name="other")

    (deviation, *_) = failure_of(program).deviations

    assert deviation.came == (Name("one", "timeout"), Name("other", "timeout"))


def test_equal_deadlines_in_another_order_are_told_by_their_tasks() -> None:
    async def program(world: World) -> None:
        woken = []

        async def sleep(name: str) -> None:
            await asyncio.sleep(0.5)
            woken.append(name)

        async with asyncio.TaskGroup() as group:
            group.create_task(sleep("a"), name="a")
            group.create_task(sleep("b"), name="b")
        assert woken == ["a", "b"]

    (deviation,) = failure_of(program).deviations

    assert (deviation.kind, deviation.came, deviation.before) == (
        "tie",
        (Name("b", "sleep(0.5)"),),
        (Name("a", "sleep(0.5)"),),
    )


def test_sets_that_come_out_backwards_are_told() -> None:
    async def program(world: World) -> None:
        tasks = [asyncio.create_task(asyncio.sleep(1, name)) for name in "ab"]
        done, _ = await asyncio.wait(tasks)
        assert [task.result() for task in done] == ["a", "b"]

    assert [one.kind for one in failure_of(program).deviations] == ["sets"]


def test_an_answer_in_the_middle_of_the_work_of_others_is_told() -> None:
    async def program(world: World) -> None:
        work = world.operation("work", seconds=0.3, lo=0.1, hi=1.0)
        seen: list[str] = []

        async def steps() -> None:
            await work("b")
            for _ in range(4):
                await asyncio.sleep(0)
                seen.append("step")

        async def call() -> None:
            await work("a")
            seen.append("a")

        await asyncio.gather(steps(), call())
        assert seen[0] == "a" or seen[-1] == "a", seen

    failure = failure_of(program, schedules=300)

    assert "turn" in {one.kind for one in failure.deviations}
    assert str(failure.token).count("p") == 1


def test_two_cancellations_shrink_to_one_where_one_is_enough() -> None:
    async def program(world: World) -> None:
        resource = [1]
        with cancelled_somewhere():
            resource.clear()
            try:
                await world.operation("work")()
            finally:
                await world.operation("clean_up")()
            resource.append(1)
        assert resource

    failure = failure_of(program, first=["c1.3"])

    assert str(failure.token) in ("c1", "c3")


def test_a_program_that_is_no_coroutine_function_fails_with_its_error() -> None:
    def program(world: World) -> Any:
        raise TypeError("not that way")

    assert failure_of(program).outcome == "failed"


def test_an_answer_that_nobody_lets_come_is_a_stall() -> None:
    async def program(world: World) -> None:
        loop: Any = asyncio.get_running_loop()
        with loop.clock.without_auto_advance():
            await world.operation("work", hi=2.0)()

    assert failure_of(program).outcome == "stalled"


def test_an_answer_past_the_limit_of_time_is_a_failure() -> None:
    async def program(world: World) -> None:
        await world.operation("work", seconds=5.0)()

    assert failure_of(program, limits={"max_seconds": 1}).outcome == "limit"


def test_a_callback_that_is_due_first_is_told_by_its_name() -> None:
    async def program(world: World) -> None:
        seen: list[str] = []

        def ring() -> None:
            seen.append("rang")

        asyncio.get_running_loop().call_later(0.5, ring)
        await world.operation("work", seconds=0.3, hi=1.0)()
        assert not seen

    (deviation,) = failure_of(program).deviations

    assert deviation.came == (Name("", "ring"),)


def test_the_facts_of_what_passes_or_fails_as_usual_are_few() -> None:
    async def program(world: World) -> None:
        raise ValueError

    assert explore(right).facts() == {"tried": 43, "bound": 2, "exhausted": False}
    assert "came" not in explore(program).facts()


def test_waits_that_are_not_in_the_learners_files_have_no_line() -> None:
    (deviation,) = failure_of(lost_update, files=["another.py"]).deviations

    assert (deviation.file, deviation.line) == (None, None)
