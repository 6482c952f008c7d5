"""What a learner is told: programs that go wrong, and the diagnosis that leads."""

from __future__ import annotations

import asyncio
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import (
    at_once,
    in_order,
    no_new_threads,
    one_after_another,
    result,
    took,
)
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
from pytest_coro_lessons.errors import (
    LoopBusyError,
    LoopLimitError,
    LoopStalledError,
    UnsupportedError,
    Wait,
)
from pytest_coro_lessons.evidence import (
    Collector,
    Evidence,
    LeftRunning,
    NeverAwaited,
    Unclosed,
    Unretrieved,
)
from pytest_coro_lessons.grading.diagnose import diagnose, strict_findings
from pytest_coro_lessons.loop import Blocking, VirtualTimeLoop
from pytest_coro_lessons.operations import World

from .virtual import learner

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

FILE = "exercise.py"
NAMES = ["a", "b", "c"]


async def in_one_second(answer: Any, work: Any) -> None:
    with took(1.0):
        await answer(work, NAMES)


async def in_two_seconds(answer: Any, work: Any) -> None:
    with took(2.0):
        await answer(work, NAMES)


async def all_at_once(answer: Any, work: Any) -> None:
    with took(1.0):
        await answer(work, NAMES)
        at_once(work, 3)


async def in_a_row(answer: Any, work: Any) -> None:
    with took(3.0):
        await answer(work, NAMES)
        one_after_another(work)


async def with_results(answer: Any, work: Any) -> None:
    result(await answer(work, NAMES), ["a done", "b done", "c done"])


async def called(answer: Any, work: Any) -> None:
    await answer(work, NAMES)


def diagnosed(
    source: str, test: Callable[[Any, Any], Awaitable[None]] = called, **told: Any
) -> list[Diagnostic]:
    """Grade the learner's ``answer(work, names)`` with a test, as the plugin does."""
    names = learner(source)
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop: Any = runner.get_loop()
        world = World(loop.clock.time_ns)
        world.learner_files.add(FILE)
        work = world.operation(
            "work", **{"seconds": lambda name: 1.0, "returns": lambda name: f"{name} done"} | told
        )
        with Collector({FILE}, world) as collector:
            collector.watch(loop)
            answer: Any = names["answer"]
            if asyncio.iscoroutinefunction(answer):
                answer = collector.watching(answer)
            failure = None
            try:
                runner.run(test(answer, work))
            except BaseException as error:  # noqa: BLE001 (whatever comes out is diagnosed)
                failure = error
            return diagnose(collector.evidence(failure), failure, FILE)


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


def test_a_right_answer_gets_no_diagnosis() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            return await asyncio.gather(*map(work, names))
        """,
        all_at_once,
    )

    assert found == []


# Time and concurrency.

ONE_BY_ONE = """
async def answer(work, names):
    answers = []
    for name in names:
        answers.append(await work(name))
    return answers
"""


@pytest.mark.parametrize("test", [in_one_second, all_at_once])
def test_calls_one_after_another_are_told_with_the_line_that_waits(test: Any) -> None:
    (found,) = diagnosed(ONE_BY_ONE, test)

    assert (found.code, found.file, found.line) == ("CL201", FILE, 5)
    assert found.facts == {
        "count": 3,
        "operation": "work",
        "actual": 3.0,
        "sum": 3.0,
        "expected": 1.0,
        "waits_in": 5,
    }


def test_the_line_that_waits_is_not_the_one_that_makes_the_task() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            for name in names:
                task = asyncio.create_task(work(name))
                await task
        """,
        in_one_second,
    )

    assert (found.code, found.line) == ("CL201", 6)


def test_calls_awaited_in_different_lines_name_the_first_one_only() -> None:
    (found,) = diagnosed(
        """
        async def answer(work, names):
            await work("a")
            await work("b")
        """,
        in_one_second,
    )

    assert (found.code, found.line, found.facts["waits_in"]) == ("CL201", 3, None)


def test_calls_kept_apart_by_a_lock_are_not_told_as_one_line_that_waits() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            lock = asyncio.Lock()
            async def locked(name):
                async with lock:
                    await work(name)
            await asyncio.gather(*map(locked, names))
        """,
        in_one_second,
    )

    assert (found.code, found.line, found.facts["waits_in"]) == ("CL201", 7, None)


def test_gathered_calls_that_cannot_overlap_are_told_where_they_are_made() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.gather(work("a"))
            await asyncio.gather(work("b"))
        """,
        in_one_second,
    )

    assert (found.code, found.line) == ("CL201", 4)


def test_a_call_that_failed_has_taken_its_time_as_well() -> None:
    (found,) = diagnosed(
        """
        async def answer(work, names):
            for name in names:
                try:
                    await work(name)
                except KeyError:
                    pass
        """,
        in_one_second,
        raises=lambda name: KeyError(name),
    )

    assert (found.code, found.facts["sum"]) == ("CL201", 3.0)


def test_calls_and_another_wait_prove_nothing_about_the_sum() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            for name in names:
                await work(name)
            await asyncio.sleep(1)
        """,
        in_one_second,
    )

    assert (found.code, found.facts["case"]) == ("CL101", "partly")
    assert (found.facts["most"], found.facts["calls"]) == (1, 3)


def test_calls_in_batches_are_told_how_few_overlapped() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.gather(work("a"), work("b"))
            await asyncio.gather(work("c"), work("d"))
        """,
        in_one_second,
    )

    assert (found.code, found.facts["case"]) == ("CL101", "partly")
    assert (found.facts["most"], found.facts["calls"]) == (2, 4)


def test_a_wait_between_calls_is_told_where_it_makes_all_of_the_difference() -> None:
    async def in_two_and_a_half(answer: Any, work: Any) -> None:
        with took(2.5):
            await answer(work, NAMES)

    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            for names in (("a", "b"), ("c", "d")):
                await asyncio.gather(*map(work, names))
                await asyncio.sleep(0.5)
        """,
        in_two_and_a_half,
    )

    assert (found.code, found.facts["case"]) == ("CL101", "apart")
    assert (found.facts["idle"], found.facts["operation"]) == (1.0, "work")


def test_a_time_without_calls_stays_as_the_check_found_it() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.sleep(2)
        """,
        in_one_second,
    )

    assert (found.code, found.facts["case"]) == ("CL101", "longer")


def test_a_block_that_is_too_short_is_not_told_to_be_sequential() -> None:
    (found,) = diagnosed(ONE_BY_ONE.replace("names:", "names[:2]:"), in_a_row)

    assert (found.code, found.facts["case"]) == ("CL101", "shorter")


def test_calls_before_the_block_prove_nothing_about_it() -> None:
    async def later(answer: Any, work: Any) -> None:
        await answer(work, NAMES)
        with took(1.0):
            await asyncio.sleep(3.0)

    (found,) = diagnosed(ONE_BY_ONE, later)

    assert (found.code, found.facts["case"]) == ("CL101", "longer")


def test_gathering_what_should_follow_is_told_with_the_calls() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.gather(*map(work, names))
        """,
        in_a_row,
    )

    assert (found.code, found.line) == ("CL205", 4)


def test_a_thread_is_told_with_the_line_that_would_start_it() -> None:
    async def without_threads(answer: Any, work: Any) -> None:
        with no_new_threads():
            await answer(work, NAMES)

    (found,) = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.to_thread(print, names)
        """,
        without_threads,
    )

    assert (found.code, found.file, found.line) == ("CL406", FILE, 4)


# Leaks.


def test_a_forgotten_await_leads_over_the_time_it_did_not_take() -> None:
    found = diagnosed(
        """
        async def answer(work, names):
            for name in names:
                work(name)
        """,
        in_one_second,
    )

    assert codes(found) == ["CL401", "CL101"]
    assert found[0].line == 4
    assert found[0].facts == {"name": "work", "call": "work('a')", "count": 3}


def test_coroutines_returned_as_results_are_never_awaited() -> None:
    found = diagnosed(
        """
        async def answer(work, names):
            return [work(name) for name in names]
        """,
        with_results,
    )

    assert codes(found) == ["CL401", "CL601"]
    assert found[1].facts["case"] == "awaitable"


def test_tasks_left_running_lead_over_the_missing_result() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            return [asyncio.create_task(work(name)) for name in names]
        """,
        with_results,
    )

    assert codes(found) == ["CL402", "CL601"]
    assert found[0].line == 4
    assert found[0].facts == {
        "count": 3,
        "names": ["work('a')", "work('b')", "work('c')"],
        "at": 0.0,
    }


def test_a_passing_test_fails_for_what_was_left_behind() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            tasks = [asyncio.create_task(work(name)) for name in names]
            tasks[0].cancel()
        """
    )

    assert codes(found) == ["CL402", "CL403"]


def test_sleeping_in_the_place_of_waiting_is_a_leak_first() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            tasks = [asyncio.create_task(work(name)) for name in names]
            await asyncio.sleep(1)
            return [task.result() for task in tasks]
        """
    )

    assert codes(found) == ["CL402", "CL609"]
    assert found[1].line == 6


def test_an_operation_that_fails_leaves_its_siblings_running() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.gather(*map(work, names))
        """,
        seconds=lambda name: 1.0 if name == "b" else 2.0,
        raises=lambda name: KeyError(name) if name == "b" else None,
    )

    assert codes(found) == ["CL402", "CL602"]
    assert found[1].facts == {"error": "KeyError", "message": "'b'", "case": "operation"}


# Exceptions that the learner's code runs into.


def test_a_crash_leads_over_the_coroutines_it_left_unawaited() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            coroutines = [work(name) for name in names]
            return await asyncio.gathr(*coroutines)
        """
    )

    assert codes(found) == ["CL602"]
    assert (found[0].file, found[0].line) == (FILE, 5)
    assert found[0].facts["error"] == "AttributeError"


def test_a_crash_leads_over_the_tasks_it_left_running() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            tasks = [asyncio.create_task(work(name)) for name in names]
            return tasks[3]
        """
    )

    assert codes(found) == ["CL602", "CL402"]


def test_a_coroutine_thrown_away_before_a_crash_leads() -> None:
    found = diagnosed(
        """
        async def answer(work, names):
            answers = []
            work("a")
            return answers[0]
        """
    )

    assert codes(found) == ["CL401", "CL602"]


def test_a_coroutine_used_as_its_result_is_a_forgotten_await_first() -> None:
    found = diagnosed(
        """
        async def answer(work, names):
            answers = work("a")
            return answers.upper()
        """
    )

    assert codes(found) == ["CL401", "CL912"]
    assert found[0].line == 3
    assert found[1].line == 4


@pytest.mark.parametrize(
    ("body", "code", "case"),
    [
        ("await asyncio.wait([work(n) for n in names])", "CL907", "wait"),
        ("await asyncio.sleep(1, loop=None)", "CL907", "loop"),
        ("asyncio.coroutine(print)", "CL907", "coroutine"),
        ("from asyncio import coroutine", "CL907", "coroutine"),
        ("asyncio.Task.all_tasks()", "CL907", None),
        ("asyncio.run(work('a'))", "CL908", None),
        ("asyncio.get_running_loop().run_until_complete(work('a'))", "CL908", None),
        ("c = work('a'); await c; await c", "CL913", None),
        ("await names", "CL905", None),
        ("await asyncio.gather(names)", "CL905", "gather"),
        ("asyncio.create_task(names)", "CL905", None),
        ("asyncio.create_task(work)", "CL905", "function"),
        ("asyncio.create_task(answer)", "CL905", "function"),
        ("await work", "CL905", "function"),
        ("await answer", "CL905", "function"),
        ("await print", "CL905", "function"),
        ("work()", "CL919", None),
        ("await work('a', 'b')", "CL919", None),
        ("len(asyncio.create_task(work('a')))", "CL912", "task"),
        ("asyncio.create_task(work('a')).upper()", "CL912", "task"),
        ("[*asyncio.create_task(work('a'))]", "CL912", "task"),
        ("for x in aiter_(): pass", "CL917", None),
        ("await aiter_()", "CL917", None),
        ("async for x in names: pass", "CL917", None),
        ("with asyncio.Lock(): pass", "CL918", None),
        ("async with open(__file__): pass", "CL918", None),
        ("f = asyncio.Future(); f.set_result(1); f.set_result(2)", "CL609", "twice"),
        ("asyncio.Future().exception()", "CL609", None),
        ("await asyncio.to_thread(asyncio.get_running_loop)", "CL915", "thread"),
        ("await asyncio.to_thread(asyncio.create_task, work('a'))", "CL915", "thread"),
        ("raise NotImplementedError", "CL909", None),
        ("{}['b']", "CL602", None),
        ("(x for x in 'ab').send(1)", "CL602", "just_started"),
        ("asyncio.Condition().notify()", "CL602", "condition"),
        ("await asyncio.Condition().wait()", "CL602", "condition"),
        ("asyncio.Lock().release()", "CL602", "given_back"),
        ("asyncio.BoundedSemaphore().release()", "CL602", "given_back"),
        ("asyncio.Queue().task_done()", "CL602", "task_done"),
        ("asyncio.Queue().get_nowait()", "CL602", "queue_empty"),
        ("for k in (d := {1: 1}): d[k + 1] = 1", "CL602", "changed_size"),
        ("for k in (s := {1}): s.add(k + 1)", "CL602", "changed_size"),
        ("async with asyncio.timeout(1): await asyncio.sleep(2)", "CL602", "timeout"),
        ("await asyncio.wait_for(asyncio.sleep(2), 1)", "CL602", None),
        ("async with aiter_(): pass", "CL918", "neither"),
        ("with work('a'): pass", "CL918", "neither"),
        ("async for x in Late(): pass", "CL917", "aiter"),
        ("asyncio.current_task().cancel(); await asyncio.sleep(1)", "CL602", "cancelled"),
    ],
)
def test_a_known_exception_of_python_is_explained(body: str, code: str, case: str | None) -> None:
    # open(__file__) leaves an open file to the garbage collector in the last frame.
    source = """
        import asyncio
        async def aiter_():
            yield 1
        class Late:
            async def __aiter__(self):
                return aiter_()
        __file__ = "/dev/null"
        async def answer(work, names):
            BODY
        """.replace("BODY", body).replace("open(__file__)", "object()")

    found = [one for one in diagnosed(source) if one.code not in ("CL401", "CL402")]

    assert codes(found) == [code]
    assert found[0].facts.get("case") == case
    assert (found[0].file, found[0].line) == (FILE, 10)


def test_the_words_of_python_are_kept() -> None:
    (found,) = diagnosed("async def answer(work, names): await names")

    assert found.facts["message"] == "object list can't be used in 'await' expression"
    assert found.facts["type"] == "list"


@pytest.mark.parametrize(
    "body",
    ["len(c)", "[*c]", "c[0]", "c + 1", "c < 1", "','.join([c])", "a, b = c", "int(c)", "c.x"],
)
def test_every_use_of_a_coroutine_as_a_value_is_recognised(body: str) -> None:
    found = diagnosed(
        f"""
        async def answer(work, names):
            c = work("a")
            {body}
        """
    )

    assert codes(found) == ["CL401", "CL912"]


def test_an_answer_that_is_no_coroutine_function_is_seen_from_the_test() -> None:
    (found,) = diagnosed("def answer(work, names): return None")

    assert (found.code, found.facts["case"], found.facts["type"]) == ("CL905", "answer", "NoneType")


def test_an_answer_with_other_parameters_is_seen_from_the_test() -> None:
    (found,) = diagnosed("async def answer(work): ...")

    assert (found.code, found.facts["case"], found.facts["name"]) == ("CL919", "answer", "answer")


def test_a_stub_is_not_started_whatever_else_it_did() -> None:
    found = diagnosed(
        """
        async def answer(work, names):
            work("a")
            raise NotImplementedError("TODO")
        """
    )

    assert codes(found)[0] == "CL909"
    assert found[0].facts == {"name": "answer"}


def test_something_of_the_real_world_is_refused_by_its_name() -> None:
    error = UnsupportedError("loop.sock_recv: sockets do not exist here; use streams")

    (found,) = diagnosed_failure(error)

    assert (found.code, found.facts) == ("CL914", {"what": "loop.sock_recv"})


def test_a_group_is_told_by_its_first_exception_that_can_be_explained() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            async def wrong():
                await names
            async with asyncio.TaskGroup() as group:
                group.create_task(wrong())
        """
    )

    assert codes(found) == ["CL905"]
    assert found[0].line == 5


def test_a_group_of_other_exceptions_is_told_as_a_group() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            async with asyncio.TaskGroup() as group:
                group.create_task(work("a"))
                group.create_task(work("b"))
        """,
        raises=lambda name: KeyError(name),
    )

    assert codes(found) == ["CL610"]
    assert found[0].facts == {"count": 2, "errors": ["KeyError('a')", "KeyError('b')"]}
    assert found[0].line == 4


# Failures, evidence and their precedence, without a run.


def diagnosed_failure(
    failure: BaseException | None, evidence: Evidence | None = None
) -> list[Diagnostic]:
    return diagnose(evidence or Evidence(), failure, FILE)


def failed(code: str, **facts: Any) -> CheckFailed:
    return CheckFailed(Diagnostic(code, facts))


EVERYTHING = Evidence(
    never_awaited=[NeverAwaited("say", "say('Ana')", FILE, 4, dropped=True)],
    left_running=[
        LeftRunning("Task-2", "say('Ana')", FILE, 5, cancelling=False, at=1.0),
        LeftRunning("Task-3", "say('Eva')", FILE, 5, cancelling=True, at=1.0),
    ],
    blockings=[Blocking(1.0, 0.0, FILE, 6, "Task-1"), Blocking(2.0, 1.0, FILE, 6, "Task-1")],
    unretrieved=[Unretrieved("KeyError('b')", "say", FILE, 7)],
    callback_errors=[Unretrieved("KeyError('c')", "", FILE, 8)],
    destroyed_tasks=["job"],
    unclosed_generators=[Unclosed("rows", FILE, 9)],
)


def without(evidence: Evidence, *kinds: str) -> Evidence:
    kept = {name: getattr(evidence, name) for name in Evidence.__slots__ if name not in kinds}
    return Evidence(**kept)


def test_at_most_three_are_told_and_causes_come_before_consequences() -> None:
    found = diagnosed_failure(failed("CL101"), EVERYTHING)

    assert codes(found) == ["CL401", "CL501", "CL402"]


# One run ends in one failure; what was left behind may be of several kinds.
GRAVEST_FIRST: dict[str, tuple[str, BaseException | Evidence]] = {
    "never awaited": ("CL401", Evidence(never_awaited=EVERYTHING.never_awaited)),
    "blocked loop": ("CL501", Evidence(blockings=EVERYTHING.blockings)),
    "stalled": ("CL502", LoopStalledError("stalled")),
    "leak": ("CL402", Evidence(left_running=EVERYTHING.left_running[:1])),
    "wrong result": ("CL601", failed("CL601")),
    "timing": ("CL101", failed("CL101")),
    "race": ("CL211", failed("CL211")),
}
PAIRS = [
    (graver, other)
    for graver, other in combinations(GRAVEST_FIRST, 2)
    if isinstance(GRAVEST_FIRST[graver][1], Evidence)
    or isinstance(GRAVEST_FIRST[other][1], Evidence)
]


@pytest.mark.parametrize(("graver", "other"), PAIRS)
def test_of_two_findings_the_graver_one_leads(graver: str, other: str) -> None:
    codes_of_both, parts = zip(GRAVEST_FIRST[graver], GRAVEST_FIRST[other], strict=True)
    failures = [part for part in parts if isinstance(part, BaseException)]
    kinds = [part for part in parts if isinstance(part, Evidence)]
    both = Evidence(**{name: _all_of(name, kinds) for name in FOUND})

    found = diagnosed_failure(next(iter(failures), None), both)

    # A program that stalled leaves its tasks running because of that.
    only_the_stall = {graver, other} == {"stalled", "leak"}
    assert codes(found) == [*codes_of_both[:1], *([] if only_the_stall else codes_of_both[1:])]


FOUND = ("never_awaited", "blockings", "left_running")


def _all_of(name: str, kinds: Sequence[Evidence]) -> Any:
    return [one for kind in kinds for one in getattr(kind, name)]


def test_blocking_is_added_up() -> None:
    (found,) = diagnosed_failure(None, Evidence(blockings=EVERYTHING.blockings))

    assert (found.code, found.line) == ("CL501", 6)
    assert (found.facts["seconds"], found.facts["count"], found.facts["at"]) == (3.0, 2, 0.0)
    assert found.facts["spans"] == [
        {"name": "exercise.py:6", "start": 0.0, "end": 1.0},
        {"name": "exercise.py:6", "start": 1.0, "end": 3.0},
    ]


def test_the_other_leaks_come_in_their_own_order() -> None:
    evidence = without(EVERYTHING, "never_awaited", "blockings", "left_running")

    assert codes(diagnosed_failure(None, evidence)) == ["CL407", "CL404", "CL408"]


def test_an_unclosed_generator_is_told() -> None:
    (found,) = diagnosed_failure(None, Evidence(unclosed_generators=EVERYTHING.unclosed_generators))

    assert (found.code, found.line, found.facts) == ("CL405", 9, {"name": "rows", "count": 1})


@pytest.mark.parametrize("failure", [None, failed("CL405", name="Ticker.__aiter__")])
def test_a_generator_that_the_test_left_is_told_as_what_the_answer_handed_out(
    failure: CheckFailed | None,
) -> None:
    left = Unclosed("Ticker.__aiter__", None, None, FILE, 4)

    (found,) = diagnosed_failure(failure, Evidence(unclosed_generators=[left]))

    assert (found.code, found.facts["case"]) == ("CL405", "handed_out")
    assert (found.file, found.line) == (FILE, 4)


def test_a_generator_that_the_test_made_and_left_stays_as_the_check_found_it() -> None:
    left = Unclosed("rows", None, None, "test_exercise.py", 4)

    (found,) = diagnosed_failure(failed("CL405", name="rows"), Evidence(unclosed_generators=[left]))

    assert "case" not in found.facts


def test_a_stall_tells_of_the_tasks_that_it_left_itself() -> None:
    waits = (
        Wait("Task-1", "Queue.join", 1.0, "test_exercise.py", 3, call="Queue.join"),
        Wait("Task-2", "Queue.get", 0.5, FILE, 12, call="Queue.get"),
    )
    evidence = Evidence(left_running=EVERYTHING.left_running)

    found = diagnosed_failure(LoopStalledError("stalled", waits=waits), evidence)

    assert codes(found) == ["CL502"]
    assert (found[0].file, found[0].line) == (FILE, 12)
    facts = found[0].facts
    assert (facts["count"], facts["task"], facts["call"], facts["since"]) == (
        2,
        "Task-2",
        "Queue.get",
        0.5,
    )


@pytest.mark.parametrize(
    ("wait", "case"),
    [
        (Wait("A", "tasks 'B', 'C'", 1.0, FILE, 3, tasks=("B", "C")), "tasks"),
        (Wait("A", "a future that nobody sets", 1.0, FILE, 3), "future"),
        (Wait("A", "Lock.acquire", 1.0, FILE, 3, "Lock.acquire", held_by=("B",)), None),
    ],
)
def test_what_is_waited_for_is_told_by_its_facts(wait: Wait, case: str | None) -> None:
    (found,) = diagnosed_failure(LoopStalledError("stalled", waits=(wait,)))

    assert found.facts.get("case") == case
    assert found.facts["tasks"] == list(wait.tasks)
    assert found.facts["held_by"] == list(wait.held_by)


def test_the_wait_that_leads_is_not_the_one_for_the_end_of_another_task() -> None:
    waits = (
        Wait("Task-1", "tasks 'Task-2', 'b'", 0.0, FILE, 3, tasks=("Task-2", "b"), runs=""),
        Wait("Task-2", "Barrier.wait", 0.0, FILE, 9, "Barrier.wait", runs="run"),
        Wait("b", "Barrier.wait", 0.0, FILE, 9, "Barrier.wait", runs="run"),
    )

    (found,) = diagnosed_failure(LoopStalledError("stalled", waits=waits))

    assert (found.line, found.facts["task"], found.facts["call"]) == (
        9,
        "Task-2 (run)",
        "Barrier.wait",
    )
    told: Any = found.facts["waits"]
    assert [one["task"] for one in told] == ["Task-1", "Task-2 (run)", "b"]
    assert told[0]["tasks"] == ["Task-2 (run)", "b"]


def test_a_queue_that_is_joined_is_told_with_what_was_not_reported() -> None:
    wait = Wait("Task-1", "Queue.join", 0.0, FILE, 9, "Queue.join", unfinished=2)

    (found,) = diagnosed_failure(LoopStalledError("stalled", waits=(wait,)))

    assert (found.facts["case"], found.facts["missing"]) == ("join", 2)


def test_a_circle_of_waits_is_told_as_a_circle() -> None:
    waits = (Wait("A", "Lock.acquire", 1.0, FILE, 3), Wait("B", "Lock.acquire", 1.0, FILE, 8))

    (found,) = diagnosed_failure(LoopStalledError("stalled", waits=waits, cycle=("A", "B")))

    assert (found.facts["case"], found.facts["cycle"]) == ("cycle", ["A", "B", "A"])


def test_a_stall_of_nobody_is_told_as_well() -> None:
    (found,) = diagnosed_failure(LoopStalledError("stalled"))

    assert (found.code, found.facts["case"]) == ("CL502", "nobody")


def test_a_busy_loop_and_a_limit_are_told_with_their_numbers() -> None:
    spun = LoopBusyError("busy", tasks=("A", "Task-2"), runs=("", "ask"), steps=9, at=0.5)
    (busy,) = diagnosed_failure(spun)
    (limit,) = diagnosed_failure(LoopLimitError("limit", seconds=7.0, steps=9))

    assert (busy.code, busy.facts) == (
        "CL503",
        {"tasks": ["A", "Task-2 (ask)"], "steps": 9, "at": 0.5},
    )
    assert (limit.code, limit.facts) == ("CL504", {"seconds": 7.0, "steps": 9})


@pytest.mark.parametrize(
    "failure", [failed("CL204"), LoopStalledError("stalled"), LoopBusyError("busy")]
)
def test_a_verdict_inside_of_groups_is_found(failure: Exception) -> None:
    group = ExceptionGroup("outer", [KeyError("b"), ExceptionGroup("inner", [failure])])

    assert codes(diagnosed_failure(group)) == codes(diagnosed_failure(failure))


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (AssertionError("assert 1 == 2\n +  where ..."), "assert 1 == 2"),
        (AssertionError(), "AssertionError"),
        (pytest.fail.Exception("no good"), "no good"),
    ],
)
def test_a_plain_assert_of_the_test_is_told_by_its_first_line(
    failure: BaseException, message: str
) -> None:
    (found,) = diagnosed_failure(failure)

    assert (found.code, found.facts) == ("CL608", {"message": message})


def test_what_was_called_in_the_place_of_being_handed_over_leads_over_what_it_did() -> None:
    handed_over = Unretrieved("TypeError()", "", FILE, 8, not_callable="None")
    evidence = Evidence(callback_errors=[handed_over], blockings=EVERYTHING.blockings)

    assert codes(diagnosed_failure(failed("CL204"), evidence)) == ["CL408", "CL501", "CL204"]


def test_a_name_that_a_callback_does_not_know_is_told_as_such() -> None:
    lost = Unretrieved("NameError(\"name 'left' is not defined\")", "", FILE, 8)

    (found,) = diagnosed_failure(None, Evidence(callback_errors=[lost]))

    assert (found.code, found.facts["case"]) == ("CL408", "name")


STARTS_A_LOOP = Unretrieved(
    "RuntimeError('asyncio.run() cannot be called from a running event loop')", "", FILE, 8
)


def test_a_callback_that_starts_a_loop_leads_over_what_waits_for_it() -> None:
    evidence = Evidence(callback_errors=[STARTS_A_LOOP])

    found = diagnosed_failure(LoopStalledError("stalled"), evidence)

    assert (codes(found), found[0].line) == (["CL908", "CL502"], 8)
    assert found[0].facts == {"message": STARTS_A_LOOP.error, "case": "callback"}


@pytest.mark.parametrize(("line", "codes_"), [(8, ["CL908"]), (9, ["CL401", "CL908"])])
def test_a_coroutine_made_for_a_call_that_failed_could_not_be_awaited(
    line: int, codes_: list[str]
) -> None:
    made = NeverAwaited("settle", "settle(1)", FILE, line, dropped=True)
    evidence = Evidence(callback_errors=[STARTS_A_LOOP], never_awaited=[made])

    assert codes(diagnosed_failure(None, evidence)) == codes_
    stalled = diagnosed_failure(LoopStalledError("stalled"), evidence)
    assert codes(stalled) == [*codes_, "CL502"]


def test_what_as_completed_hands_out_is_told_by_the_name_that_the_code_uses() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            for finished in asyncio.as_completed([work(name) for name in names]):
                print(finished)
        """
    )

    assert (found[0].code, found[0].line) == ("CL401", 4)
    assert (found[0].facts["case"], found[0].facts["count"]) == ("as_completed", 3)


OWN_THREAD = """
    import asyncio
    import threading
    async def answer(work, names):
        thread = threading.Thread(target=len, args=("",))
        thread.start()
        thread.join()
        await asyncio.sleep(SECONDS)
    """


def test_a_thread_of_its_own_is_told_before_the_times_that_it_cannot_keep() -> None:
    found = diagnosed(OWN_THREAD.replace("SECONDS", "2"), in_one_second)

    assert (codes(found), found[0].line) == (["CL914", "CL101"], 6)
    assert found[0].facts == {"case": "own_thread", "what": "threading.Thread", "count": 1}


def test_a_thread_of_its_own_is_no_mistake_by_itself() -> None:
    assert diagnosed(OWN_THREAD.replace("SECONDS", "1"), in_one_second) == []


def test_a_thread_of_an_executor_is_none_of_its_own() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await asyncio.to_thread(len, "")
            await asyncio.sleep(2)
        """,
        in_one_second,
    )

    assert codes(found) == ["CL101"]


def test_a_full_queue_is_told_also_from_inside_of_a_group() -> None:
    (found,) = diagnosed(
        """
        import asyncio
        async def fill(queue):
            queue.put_nowait(1)
            queue.put_nowait(2)
        async def answer(work, names):
            async with asyncio.TaskGroup() as group:
                group.create_task(fill(asyncio.Queue(maxsize=1)))
        """
    )

    assert (found.code, found.facts["case"], found.line) == ("CL610", "queue_full", 5)


def test_what_is_less_than_any_call_does_not_come_from_too_few_at_once() -> None:
    found = diagnosed(
        """
        import asyncio
        async def answer(work, names):
            await work("a")
            await work("b")
            await asyncio.sleep(0.5)
        """,
        in_two_seconds,
    )

    assert (codes(found), found[0].facts["case"]) == (["CL101"], "apart")


def test_a_token_of_another_tasks_context_is_told_as_such() -> None:
    (found,) = diagnosed(
        """
        import asyncio, contextvars
        name = contextvars.ContextVar("name")
        async def set_name():
            return name.set("a")
        async def answer(work, names):
            name.reset(await asyncio.create_task(set_name()))
        """
    )

    assert (found.code, found.facts["case"], found.line) == ("CL602", "context", 7)


def test_what_a_test_hands_over_and_raises_is_told_as_that() -> None:
    def refuses(name: str) -> None:
        raise RuntimeError(f"{name} is not locked")

    async def with_a_fake(answer: Any, work: Any) -> None:
        await answer(refuses, NAMES)

    (found,) = diagnosed("async def answer(save, names): save(names[0])", with_a_fake)

    assert (found.code, found.facts["case"], found.line) == ("CL602", "by_the_test", 1)


def test_what_a_test_itself_runs_into_is_not_told_as_the_answers() -> None:
    async def uses_it(answer: Any, work: Any) -> None:
        (await answer(work, NAMES)).upper()

    (found,) = diagnosed("async def answer(work, names): pass", uses_it)

    assert (found.code, found.facts["case"], found.line) == ("CL602", "in_the_test", None)


def test_a_comparison_without_an_order_is_told_with_both_types() -> None:
    found = diagnosed(
        """
        import heapq
        async def answer(work, names):
            timers = []
            for name in "ab":
                heapq.heappush(timers, (1.0, object()))
        """
    )

    assert (codes(found), found[0].line) == (["CL602"], 6)
    facts = found[0].facts
    assert (facts["case"], facts["error"]) == ("compare", "TypeError")
    assert (facts["type"], facts["other"]) == ("object", "object")


def test_a_cancellation_that_comes_out_does_not_lead_over_leaks() -> None:
    evidence = Evidence(left_running=EVERYTHING.left_running[:1])

    found = diagnosed_failure(asyncio.CancelledError(), evidence)

    assert codes(found) == ["CL402", "CL602"]


def test_the_order_is_a_result_and_leads_over_the_time() -> None:
    with pytest.raises(CheckFailed) as caught:
        in_order("ab", "ba")

    assert codes(diagnosed_failure(caught.value)) == ["CL204"]


# While the learner's file is loaded.


def loading_failed(code: str, cause: BaseException, **facts: Any) -> Diagnostic:
    failure = failed(code, **facts)
    failure.__cause__ = cause
    (found,) = diagnosed_failure(failure)
    return found


@pytest.mark.parametrize(
    ("message", "case"),
    [
        ("'yield from' inside async function", "yield_from"),
        ("'await' outside function", "await_outside"),
        ("'await' outside async function", "await_outside"),
        ("expected ':'", None),
    ],
)
def test_a_syntax_error_about_coroutines_is_explained(message: str, case: str | None) -> None:
    found = loading_failed("CL902", SyntaxError(message), message=message)

    assert (found.code, found.facts["case"]) == ("CL902", case)


def test_asyncio_async_is_a_syntax_error_of_its_own() -> None:
    with pytest.raises(SyntaxError) as caught:
        compile("import asyncio\nasyncio.async(work())\n", FILE, "exec")

    found = loading_failed("CL902", caught.value, message=caught.value.msg)

    assert (found.code, found.facts["case"]) == ("CL902", "old_async")


def test_something_removed_from_asyncio_is_told_also_while_loading() -> None:
    error = AttributeError("module 'asyncio' has no attribute 'coroutine'")

    found = loading_failed("CL903", error, error="...")

    assert (found.code, found.facts["what"]) == ("CL907", "asyncio.coroutine")


def test_any_other_error_while_loading_stays_as_it_was() -> None:
    assert loading_failed("CL903", KeyError("b"), error="KeyError: 'b'").code == "CL903"


# Strict tests outside of the course.


def test_a_strict_test_is_told_all_that_was_left_the_gravest_first() -> None:
    evidence = Evidence(
        unclosed_generators=[Unclosed("rows", FILE, 9)],
        left_running=[LeftRunning("Task-2", "job()", FILE, 7, cancelling=False, at=1.5)],
        blockings=[Blocking(0.5, 0.0, FILE, 5, None)],
        never_awaited=[NeverAwaited("say", "say('Ana')", FILE, 3, dropped=True)],
        unretrieved=[Unretrieved("ValueError()", "job", FILE, 8)],
    )

    assert codes(strict_findings(evidence)) == ["CL401", "CL501", "CL402"]


def test_a_strict_test_is_told_about_the_test_and_not_about_a_function() -> None:
    evidence = Evidence(left_running=[LeftRunning("Task-2", "job()", FILE, 7, cancelling=False)])

    (found,) = strict_findings(evidence)

    assert found.facts["case"] == "test"


def test_a_clean_strict_test_has_no_findings() -> None:
    assert strict_findings(Evidence()) == []
