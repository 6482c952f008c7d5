"""The evidence of one run, and that nothing of it reaches the next."""

from __future__ import annotations

import asyncio
import gc
import inspect
import logging
import sys
import threading
import time
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.evidence import (
    Collector,
    Crossing,
    Evidence,
    NeverAwaited,
    NewThreads,
    Unclosed,
    Unretrieved,
    place_in_stack,
)
from pytest_coro_lessons.loop import VirtualTimeLoop
from pytest_coro_lessons.operations import World

from .virtual import learner

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def heard() -> Iterator[list[warnings.WarningMessage]]:
    """Warnings that reach Python during a test, also those at its end."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught
        gc.collect()
    assert caught == []


def evidence_of(source: str, **operations: float) -> Evidence:
    """The evidence of a run of the learner's ``answer(...)``, called with these operations."""
    names = learner(source)
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop: Any = runner.get_loop()
        world = World(loop.clock.time_ns)
        world.learner_files.add("exercise.py")
        calls = [world.operation(name, seconds=seconds) for name, seconds in operations.items()]
        with Collector({"exercise.py"}, world) as collector:
            collector.watch(loop)
            failure = None
            try:
                runner.run(collector.watching(names["answer"])(*calls))
            except (KeyError, ValueError) as error:
                failure = error
            return collector.evidence(failure)


def test_a_clean_run_leaves_no_evidence() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def answer(say):
            await say("Ana")
            await asyncio.gather(say("Eva"), say("Luis"))
            task = asyncio.create_task(say("Bea"))
            await task
        """,
        say=1.0,
    )

    assert evidence == Evidence(calls=evidence.calls)
    assert len(evidence.calls) == 4


# Never awaited.


def test_a_call_of_an_operation_thrown_away() -> None:
    evidence = evidence_of(
        """
        async def answer(say):
            say("Ana")
        """,
        say=1.0,
    )

    assert evidence.never_awaited == [NeverAwaited("say", "say('Ana')", "exercise.py", 3, True)]


def test_a_coroutine_of_the_learners_own_thrown_away() -> None:
    evidence = evidence_of(
        """
        async def greet(name): ...
        async def answer():
            greet("Ana")
        """
    )

    assert evidence.never_awaited == [NeverAwaited("greet", "greet('Ana')", "exercise.py", 4, True)]


def test_a_coroutine_of_a_library_thrown_away_by_the_learner() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def answer():
            asyncio.sleep(1)
        """
    )

    assert evidence.never_awaited == [NeverAwaited("sleep", "sleep(1)", "exercise.py", 4, True)]


@pytest.mark.parametrize(
    "keep",
    ["[greet()]", "kept.append(greet())", "kept.append([greet(), kept])"],
    ids=["held by the traceback", "held by the module", "in a cycle"],
)
def test_a_coroutine_that_is_still_held_when_the_run_fails(keep: str) -> None:
    evidence = evidence_of(
        f"""
        kept = []
        async def greet(): ...
        async def answer():
            held = {keep}
            raise ValueError
        """
    )

    assert evidence.never_awaited == [NeverAwaited("greet", "greet()", "exercise.py", 5, False)]


def test_a_call_of_an_operation_that_is_still_held_when_the_run_fails() -> None:
    evidence = evidence_of(
        """
        async def answer(say):
            held = [say("Ana")]
            raise ValueError
        """,
        say=1.0,
    )

    assert [(one.call, one.dropped) for one in evidence.never_awaited] == [("say('Ana')", False)]


def test_a_coroutine_that_is_closed_on_purpose_is_no_evidence() -> None:
    evidence = evidence_of(
        """
        async def greet(): ...
        async def answer(say):
            greet().close()
            say("Ana").close()
        """,
        say=1.0,
    )

    assert evidence.never_awaited == []


def test_a_coroutine_from_outside_the_run_is_passed_on(
    heard: list[warnings.WarningMessage],
) -> None:
    async def old() -> None: ...

    earlier = [old()]

    with Collector({"exercise.py"}) as collector:
        earlier.clear()
        old()
        evidence = collector.evidence()

    assert evidence.never_awaited == []
    assert ["never awaited" in str(one.message) for one in heard] == [True, True]
    heard.clear()


def test_without_learner_files_every_line_counts() -> None:
    async def forgotten() -> None: ...

    with Collector() as collector:
        forgotten()
        evidence = collector.evidence()

    assert [one.name for one in evidence.never_awaited] == ["forgotten"]
    assert evidence.never_awaited[0].file == __file__


# Tasks.


def test_tasks_left_running_are_seen_at_the_instant_of_the_return() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def answer(say):
            running = asyncio.create_task(say("Ana"), name="first")
            cancelled = asyncio.create_task(say("Eva"))
            await asyncio.sleep(1)
            cancelled.cancel()
        """,
        say=5.0,
    )

    first, second = evidence.left_running
    assert (first.task, first.coroutine) == ("first", "say('Ana')")
    assert (first.file, first.line, first.at) == ("exercise.py", 4, 1.0)
    assert (first.cancelling, second.cancelling) == (False, True)


def test_tasks_left_running_are_seen_when_the_function_raises() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def answer(say):
            asyncio.create_task(say("Ana"))
            raise ValueError
        """,
        say=5.0,
    )

    assert [one.coroutine for one in evidence.left_running] == ["say('Ana')"]


def test_tasks_of_the_test_itself_are_not_the_learners() -> None:
    names = learner("async def answer(wait): await wait")

    async def test() -> Evidence:
        with Collector({"exercise.py"}) as collector:
            answer = collector.watching(names["answer"])
            first = asyncio.create_task(answer(asyncio.sleep(1)))
            own = asyncio.create_task(asyncio.sleep(10))
            await answer(asyncio.sleep(2))
            own.cancel()
            await first
            return collector.evidence()

    assert run_plainly(test()).left_running == []


def test_of_overlapping_calls_the_last_one_is_judged() -> None:
    names = learner(
        """
        import asyncio
        async def answer(seconds):
            await asyncio.create_task(asyncio.sleep(seconds))
        """
    )

    async def test() -> Evidence:
        with Collector({"exercise.py"}) as collector:
            answer = collector.watching(names["answer"])
            await asyncio.gather(answer(1), answer(2))
            return collector.evidence()

    assert run_plainly(test()).left_running == []


# Classes.


def test_the_methods_of_a_class_are_judged_when_they_return() -> None:
    evidence = evidence_of_class(
        """
        import asyncio
        class Answer:
            async def go(self):
                self.task = asyncio.create_task(asyncio.sleep(1))
                await asyncio.sleep(0.5)
        """
    )

    (left,) = evidence.left_running
    assert (left.coroutine, left.line, left.at) == ("sleep(1)", 5, 0.5)
    assert not left.at_end


@pytest.mark.parametrize(
    "method",
    [
        "async def go(self): self.inner()",
        "@classmethod\n    async def go(cls): cls.inner(cls)",
        "@staticmethod\n    async def go(): Answer.inner(None)",
        "async def go(self): await self.again()\n    async def again(self): self.inner()",
    ],
    ids=["plain", "class method", "static method", "by another method"],
)
def test_every_kind_of_coroutine_method_is_judged_once(method: str) -> None:
    evidence = evidence_of_class(
        f"""
import asyncio
class Answer:
    {method}
    def inner(self):
        asyncio.create_task(asyncio.sleep(1))
        """
    )

    assert [left.at_end for left in evidence.left_running] == [False]


@pytest.mark.parametrize(
    ("wait", "told"),
    [("0.5", "Answer.tick(3)"), ("0", "Answer.tick(...)")],
    ids=["it has begun", "it has not"],
)
def test_a_task_of_a_method_is_told_by_the_method(wait: str, told: str) -> None:
    evidence = evidence_of_class(
        f"""
        import asyncio
        class Answer:
            async def go(self):
                await asyncio.sleep(0.5)
                asyncio.create_task(self.tick(3))
                if {wait} > 0:
                    await asyncio.sleep({wait})
            async def tick(self, seconds):
                await asyncio.sleep(seconds)
        """
    )

    assert [left.coroutine for left in evidence.left_running] == [told]


def test_the_methods_of_a_base_of_the_learners_own_are_judged() -> None:
    evidence = evidence_of_class(
        """
        import asyncio
        class Base:
            async def go(self):
                asyncio.create_task(asyncio.sleep(1))
        class Answer(Base):
            pass
        """
    )

    assert len(evidence.left_running) == 1


@pytest.mark.parametrize("name", ["__aenter__", "start"])
def test_what_is_there_to_start_something_may_leave_it_until_the_run_ends(name: str) -> None:
    evidence = evidence_of_class(
        f"""
        import asyncio
        class Answer:
            async def {name}(self):
                asyncio.create_task(asyncio.sleep(9), name="forgotten")
            async def go(self):
                await self.{name}()
        """,
        method=name,
    )

    (left,) = evidence.left_running
    assert (left.task, left.at_end, left.at) == ("forgotten", True, 2.0)


def test_a_task_of_a_plain_method_that_nobody_ends_is_found_at_the_end() -> None:
    evidence = evidence_of_class(
        """
        import asyncio
        class Answer:
            def __init__(self):
                self.task = asyncio.create_task(asyncio.sleep(9))
            async def go(self): ...
        """
    )

    assert [left.at_end for left in evidence.left_running] == [True]


def test_after_a_failure_open_tasks_prove_nothing() -> None:
    evidence = evidence_of_class(
        """
        import asyncio
        class Answer:
            def __init__(self):
                self.task = asyncio.create_task(asyncio.sleep(9))
            async def go(self):
                raise ValueError
        """
    )

    assert evidence.left_running == []


def test_a_watched_class_is_the_class_that_it_was() -> None:
    class Answer:
        """What it is for."""

        async def go(self, number: int) -> int:
            """Go on."""
            return number

    text = repr(Answer)
    watched = Collector({__file__}).watching(Answer)

    assert watched is Answer
    assert repr(watched) == text
    assert isinstance(Answer(), watched)
    assert inspect.iscoroutinefunction(Answer.go)
    assert str(inspect.signature(Answer.go)) == "(self, number: 'int') -> 'int'"
    assert (Answer.go.__name__, Answer.go.__doc__) == ("go", "Go on.")
    assert type("More", (Answer,), {}).go is Answer.go


def test_a_class_is_wrapped_once() -> None:
    class Answer:
        async def go(self) -> None: ...

    collector = Collector({__file__})
    collector.watching(Answer)
    once = Answer.go
    collector.watching(Answer)

    assert Answer.go is once


@pytest.mark.parametrize("value", [3, "text", None, len, {"LINES"}])
def test_what_is_neither_a_class_nor_a_coroutine_function_stays_as_it_is(value: Any) -> None:
    assert Collector().watching(value) is value


def test_a_loop_of_the_learners_own_may_drive_a_watched_coroutine() -> None:
    async def answer() -> int:
        return 3

    coroutine = Collector().watching(answer)()

    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    assert ended.value.value == 3


def evidence_of_class(source: str, method: str = "go") -> Evidence:
    """The evidence of a run that makes the learner's ``Answer``, calls a method and waits 2 s."""
    names = learner(source)
    runner = asyncio.Runner(loop_factory=VirtualTimeLoop)
    with runner, Collector({"exercise.py"}) as collector:
        collector.watch(runner.get_loop())
        answer_class = collector.watching(names["Answer"])

        async def main() -> None:
            await getattr(answer_class(), method)()
            await asyncio.sleep(2)

        failure = None
        try:
            runner.run(main())
        except ValueError as error:
            failure = error
        return collector.evidence(failure)


# What a loop says.


def run_plainly(main: Any) -> Evidence:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        evidence: Evidence = runner.run(main)
        return evidence


def test_an_exception_that_nobody_retrieves() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def fail():
            raise KeyError("b")
        async def answer():
            asyncio.create_task(fail())
            await asyncio.sleep(1)
        """
    )

    error = Unretrieved("KeyError('b')", "fail", "exercise.py", 4)
    assert evidence.unretrieved == [error]


def test_an_exception_of_a_task_that_is_still_held_is_not_retrieved_either() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def fail():
            raise KeyError("b")
        async def answer():
            task = asyncio.create_task(fail())
            task.itself = task if hasattr(task, "__dict__") else None
            await asyncio.sleep(1)
            raise ValueError
        """
    )

    assert [one.error for one in evidence.unretrieved] == ["KeyError('b')"]


def test_an_exception_that_gather_or_a_group_hands_on_is_retrieved() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def fail():
            raise KeyError("b")
        async def answer():
            await asyncio.gather(fail(), return_exceptions=True)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(fail())
            except* KeyError:
                pass
            await fail()
        """
    )

    assert isinstance(evidence.failure, KeyError)
    assert evidence.unretrieved == []


def test_an_exception_in_a_callback() -> None:
    evidence = evidence_of(
        """
        import asyncio
        def callback():
            raise KeyError("b")
        async def answer():
            asyncio.get_running_loop().call_soon(callback)
            await asyncio.sleep(1)
        """
    )

    assert [(one.error, one.line) for one in evidence.callback_errors] == [("KeyError('b')", 4)]


def test_a_task_that_the_garbage_collector_takes() -> None:
    evidence = evidence_of(
        """
        import asyncio, gc
        async def wait_for_nobody():
            await asyncio.get_running_loop().create_future()
        async def answer():
            asyncio.create_task(wait_for_nobody())
            await asyncio.sleep(1)
            gc.collect()
        """
    )

    assert evidence.destroyed_tasks == ["wait_for_nobody"]


@pytest.mark.parametrize("more", [{}, {"exception": KeyError("b")}])
def test_what_the_loop_says_besides_is_handed_on(
    caplog: pytest.LogCaptureFixture, more: dict[str, object]
) -> None:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop = runner.get_loop()
        with Collector() as collector, caplog.at_level(logging.ERROR):
            collector.watch(loop)
            loop.call_exception_handler({"message": "something else"} | more)

    assert "something else" in caplog.text
    assert loop.get_exception_handler() is None


def test_what_the_loop_says_besides_reaches_the_handler_that_was_there() -> None:
    said: list[str] = []

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop = runner.get_loop()
        loop.set_exception_handler(lambda _, context: said.append(context["message"]))
        with Collector() as collector:
            collector.watch(loop)
            loop.call_exception_handler({"message": "something else"})

    assert said == ["something else"]


def test_threads_are_heard_of_and_start() -> None:
    heard: list[str] = []
    ran: list[str] = []

    with NewThreads(lambda _: heard.append("a start")):
        thread = threading.Thread(target=ran.append, args=("the thread",))
        thread.start()
        thread.join()

    assert (heard, ran) == (["a start"], ["the thread"])


def test_a_call_that_is_given_up_and_closed_later_is_silent() -> None:
    async def answer() -> None:
        await asyncio.get_running_loop().create_future()

    async def main(collector: Collector) -> Any:
        call = collector.watching(answer)()
        call.send(None)
        return call

    with Collector() as collector:
        call = run_plainly(main(collector))
        call.close()

    assert collector.evidence().left_running == []


def test_a_line_in_files_that_are_not_being_run_is_nowhere() -> None:
    assert place_in_stack({"exercise.py"}) == (None, None)


# Asynchronous generators.


def test_a_generator_left_by_break() -> None:
    evidence = evidence_of(
        """
        async def rows():
            yield 1
            yield 2
        async def answer():
            async for row in rows():
                break
        """
    )

    assert evidence.unclosed_generators == [Unclosed("rows", "exercise.py", 6, "exercise.py", 2)]


def test_a_generator_that_is_still_held_when_the_run_fails() -> None:
    evidence = evidence_of(
        """
        async def rows():
            yield 1
            yield 2
        async def answer():
            kept = rows()
            async for row in kept:
                raise ValueError
        """
    )

    assert [one.name for one in evidence.unclosed_generators] == ["rows"]


def test_a_generator_that_ended_or_was_closed_is_no_evidence() -> None:
    evidence = evidence_of(
        """
        from contextlib import aclosing
        async def rows():
            yield 1
            yield 2
        async def answer():
            async for row in rows():
                pass
            async with aclosing(rows()) as kept:
                async for row in kept:
                    break
        """
    )

    assert evidence.unclosed_generators == []


def test_the_loop_still_closes_generators_itself() -> None:
    closed = []

    async def rows() -> Any:
        try:
            yield 1
            yield 2
        finally:
            closed.append("rows")

    async def main() -> None:
        with Collector() as collector:
            collector.watch(asyncio.get_running_loop())
            async for _ in rows():
                break
            await asyncio.sleep(1)

    run_plainly(main())

    assert closed == ["rows"]


# Blocking.


def test_blocking_calls_of_this_run_only() -> None:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:

        async def block() -> None:
            time.sleep(1)

        runner.run(block())
        with Collector() as collector:
            collector.watch(runner.get_loop())
            runner.run(block())
            evidence = collector.evidence()

    assert [(one.seconds, one.at) for one in evidence.blockings] == [(1.0, 1.0)]


def test_a_blocking_call_is_told_with_the_learners_line_that_leads_to_it() -> None:
    names = learner(
        """
        async def answer(calculate):
            return calculate()
        """
    )
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop: Any = runner.get_loop()
        with Collector({"exercise.py"}) as collector:
            collector.watch(loop)
            runner.run(names["answer"](lambda: time.sleep(0.5)))
            (blocking,) = collector.evidence().blockings

    assert (blocking.file, blocking.line, blocking.seconds) == ("exercise.py", 3, 0.5)
    assert [one.seconds for one in loop.blockings] == [0.5]


# Threads.


def crossings_of(source: str) -> list[Crossing]:
    return evidence_of(source).crossings


def test_a_use_of_the_loop_from_another_thread_is_told_with_its_line() -> None:
    found = crossings_of(
        """
        import asyncio
        async def answer():
            loop = asyncio.get_running_loop()
            arrived = loop.create_future()
            def order():
                loop.call_soon(arrived.set_result, "soup")
            await asyncio.to_thread(order)
            await arrived
        """
    )

    assert found == [Crossing("call_soon", "exercise.py", 7)]


def test_a_future_that_somebody_waits_for_and_another_thread_sets_is_a_use_of_the_loop() -> None:
    found = crossings_of(
        """
        import asyncio
        async def answer():
            arrived = asyncio.get_running_loop().create_future()
            order = asyncio.create_task(asyncio.to_thread(lambda: arrived.set_result("soup")))
            await arrived
            await order
        """
    )

    assert [(one.method, one.line) for one in found] == [("call_soon", 5)]


def test_the_way_that_is_safe_for_threads_is_no_evidence() -> None:
    found = crossings_of(
        """
        import asyncio
        async def answer():
            loop = asyncio.get_running_loop()
            arrived = loop.create_future()
            def order():
                loop.call_soon_threadsafe(arrived.set_result, "soup")
                asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop).result()
            await asyncio.gather(asyncio.to_thread(order), arrived)
            await asyncio.to_thread(print, end="")
            asyncio.get_running_loop().call_soon(print)
        """
    )

    assert found == []


def test_what_cannot_be_called_back_is_evidence_of_its_own() -> None:
    evidence = evidence_of(
        """
        import asyncio
        async def answer():
            asyncio.get_running_loop().call_soon(print("x", end=""))
            await asyncio.sleep(1)
        """
    )

    (found,) = evidence.callback_errors
    assert (found.not_callable, found.error) == (
        "None",
        "TypeError(\"'NoneType' object is not callable\")",
    )


# Isolation.


def test_everything_is_as_before_after_a_run() -> None:
    def state() -> tuple[object, ...]:
        report = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
        depth = sys.get_coroutine_origin_tracking_depth()
        return report, depth, gc.get_freeze_count(), sys.get_asyncgen_hooks()

    before = state()

    evidence_of("async def answer(): raise ValueError")

    assert state() == before


def test_objects_that_somebody_else_froze_stay_frozen() -> None:
    gc.freeze()
    try:
        evidence = evidence_of(
            """
            async def greet(): ...
            async def answer():
                held = greet()
                raise ValueError
            """
        )
        assert gc.get_freeze_count() > 0
        assert [one.name for one in evidence.never_awaited] == ["greet"]
    finally:
        gc.unfreeze()


def test_a_run_is_silent_about_what_the_run_before_left_behind() -> None:
    first = evidence_of(
        """
        import asyncio
        kept = []
        async def fail():
            raise KeyError("b")
        async def answer(say):
            kept.append([kept, fail(), say("Ana"), asyncio.create_task(fail())])
            await asyncio.sleep(1)
            raise ValueError
        """,
        say=1.0,
    )
    assert first.never_awaited
    assert first.unretrieved
    del first

    second = evidence_of(
        """
        import gc
        async def answer():
            gc.unfreeze()
            gc.collect()
        """
    )

    assert second == Evidence()


def test_evidence_is_collected_once() -> None:
    with Collector() as collector:
        evidence = collector.evidence(KeyError("b"))

    assert collector.evidence() is evidence
