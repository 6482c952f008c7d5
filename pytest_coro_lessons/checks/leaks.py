"""What a block leaves behind: tasks, coroutines, exceptions, generators, threads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic
from ..evidence import (
    HeardErrors,
    HeardGenerators,
    NeverAwaited,
    NewTasks,
    NewThreads,
    Origins,
    Replaced,
    Unawaited,
    about_left_running,
    about_never_awaited,
    about_unclosed,
    about_unretrieved,
    leaked_tasks,
    place_in_stack,
    tasks_now,
)
from .blocks import AtTheEnd
from .now import clock_or_loops, in_seconds

if TYPE_CHECKING:
    from ..operations import Operation


class left_nothing_running(AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that every task made in a block has ended when the block ends.

    Example:
        async def test_waits_for_its_tasks():
            with left_nothing_running():
                async with asyncio.TaskGroup() as group:
                    group.create_task(asyncio.sleep(1))

    Raises:
        CheckFailed: CL402, or CL403 for tasks that were cancelled but not awaited.
    """

    def _begin(self) -> None:
        self._before = tasks_now()
        self._clock = clock_or_loops(None)
        self._start_ns = self._clock.time_ns()
        self._origins = Origins()
        self._origins.__enter__()

    def _end(self) -> list[Diagnostic]:
        self._origins.__exit__(None, None, None)
        at = in_seconds(self._clock.time_ns() - self._start_ns)
        return about_left_running(leaked_tasks(self._before, at=at), case="block")


class everything_awaited(AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that no coroutine made in a block is thrown away before it was awaited.

    A coroutine that somebody still holds may be awaited later and is not judged. The calls of
    simulated operations are held by their records; name the operations to have them judged.

    Example:
        async def test_awaits_what_it_calls(world):
            say = world.operation("say")

            with everything_awaited(say):
                await say("Ana")

    Raises:
        CheckFailed: CL401.
    """

    def __init__(self, *operations: Operation) -> None:
        self._operations = operations

    def _begin(self) -> None:
        self._made_before = [len(operation.calls) for operation in self._operations]
        self._unawaited = Unawaited()
        self._unawaited.__enter__()

    def _end(self) -> list[Diagnostic]:
        self._unawaited.__exit__(None, None, None)
        new = [
            call
            for operation, before in zip(self._operations, self._made_before, strict=True)
            for call in operation.calls[before:]
        ]
        dropped = [
            NeverAwaited(call.operation, str(call), call.file, call.line, dropped=True)
            for call in new
            if call.dropped
        ]
        return about_never_awaited([*dropped, *self._unawaited.found])


class exceptions_retrieved(AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that no task or callback of a block fails without anybody noticing.

    Example:
        async def test_asks_how_the_task_ended():
            async def fail():
                raise ValueError

            with exceptions_retrieved():
                task = asyncio.create_task(fail())
                await asyncio.wait([task])
                assert isinstance(task.exception(), ValueError)

    Raises:
        CheckFailed: CL404 for tasks, CL408 for callbacks.
    """

    def _begin(self) -> None:
        self._errors = HeardErrors(asyncio.get_running_loop())
        self._errors.listen()
        self._tasks = NewTasks(asyncio.get_running_loop())

    def _end(self) -> list[Diagnostic]:
        self._tasks.leave()
        self._errors.leave()
        still_held = self._tasks.unretrieved()
        return [
            *about_unretrieved([*self._errors.unretrieved, *still_held]),
            *about_unretrieved(self._errors.callback_errors, "CL408"),
        ]


class generators_closed(AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that every asynchronous generator that a block begins is at its end, or closed.

    Example:
        async def test_closes_what_it_leaves_early():
            async def rows():
                yield 1
                yield 2

            with generators_closed():
                async with contextlib.aclosing(rows()) as found:
                    async for row in found:
                        break

    Raises:
        CheckFailed: CL405.
    """

    def _begin(self) -> None:
        self._generators = HeardGenerators(asyncio.get_running_loop())
        self._generators.listen()

    def _end(self) -> list[Diagnostic]:
        self._generators.leave()
        return about_unclosed(self._generators.unclosed)


class no_new_threads(AtTheEnd):  # noqa: N801 - reads as a sentence
    """Check that a block starts no thread.

    The check fails where the first one would start, and that thread does not start: code in it
    could take real time. A block that swallows the failure fails at its end.

    Example:
        async def test_waits_without_threads():
            with no_new_threads():
                await asyncio.sleep(1)

    Raises:
        CheckFailed: CL406.
    """

    def _begin(self) -> None:
        self._found: list[Diagnostic] = []
        self._refusing: Replaced | None = None
        self._threads = NewThreads(self._fail)
        self._threads.__enter__()

    def _end(self) -> list[Diagnostic]:
        self._threads.__exit__(None, None, None)
        if self._refusing is not None:
            self._refusing.put_back()
        return self._found

    def _fail(self, *_: object) -> None:
        __tracebackhide__ = True
        if not self._found:
            self._found.append(Diagnostic("CL406", {}, *place_in_stack()))
            # What would start ten thousand more must not take seconds to be refused.
            loop = asyncio._get_running_loop()
            if loop is not None:
                self._refusing = Replaced(loop, run_in_executor=self._fail)
        raise CheckFailed(self._found[0])
