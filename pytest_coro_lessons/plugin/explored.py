"""An explored test: the default order runs as any test does, then the others, inside one test.

Rule: an order is a run of its own, with a loop, a world and an answer of its own. What the test
says in the default order is its verdict; only what fails in another one is told with that order.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from ..diagnostics import language
from ..evidence import NeverAwaited, Unawaited
from ..evidence.places import PROJECT
from ..explore import explore, replay
from ..reports.bars import fits
from ..reports.lanes_text import render
from .invocation import command_for, shortener
from .orders import Arguments
from .remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping

    from ..explore import Exploration, Failure
    from ..explore.loop import ExploringLoop
    from ..lessons import Exploring
    from ..operations import World
    from .run import VirtualRun

_NOT_TWICE = (
    "explore: the test passes, and fails when it is run once more in the same order: something "
    "outlives the first run (a fixture that is made once, a variable of a module). What each order "
    "changes must be made in the test, or in a fixture that asks for `world`.\n\n{error}"
)


_NOTHING_TO_SWEEP = {
    "block": (
        'explore: sweep="cancel" cancelled nothing: the test enters no block '
        "`with cancelled_somewhere():`"
    ),
    "point": (
        'explore: sweep="cancel" cancelled nothing: what is in the block of '
        "`cancelled_somewhere()` never waits"
    ),
    "write": (
        'explore: sweep="chunks" cut nothing: no two bytes are written at once to any connection'
    ),
}


class Explored:
    """A test of any project."""

    files: frozenset[str] = frozenset()
    authors_mistakes = frozenset({"block", "point", "write"})
    """What a sweep can miss by a mistake of who wrote the test only."""

    def __init__(self, run: VirtualRun, plan: Exploring) -> None:
        item: Any = run.item
        self.run = run
        self.failed_in: Exploration | None = None
        """What was found, if the test failed in another order than the default one."""
        self.limits: Mapping[str, Any] = run.limits
        self._item = run.item
        self._plan = plan
        # Taken now: while the test runs, pytest-asyncio has something else in its place.
        self._test: Callable[..., Coroutine[Any, Any, None]] = item.obj
        self._arguments = Arguments(run.item)
        self._remembered = Remembered(run.item)
        option = run.item.config.getoption
        self._schedules: int | None = option("coro_explore")
        self.token: str | None = option("coro_replay")
        """The only order to be run."""
        _fail_for(self._arguments.problem())

    @contextmanager
    def after_default(self) -> Iterator[None]:
        """Run the other orders when the block, which runs the default one, has passed."""
        __tracebackhide__ = True
        yield
        if self._schedules != 0 and self.token is None:
            self._explore()

    def replay(self) -> None:
        """Run the one order that was asked for."""
        __tracebackhide__ = True
        assert self.token is not None, "unreachable because the caller looked"
        token = self.token
        with self._exploring():
            exploration = replay(self._program, token, files=self.files, limits=self.limits)
        self._judge(exploration)

    def _explore(self) -> None:
        __tracebackhide__ = True
        _fail_for(self._arguments.problem_with_values())
        plan = {name: value for name, value in self._options().items() if value is not None}
        with self._exploring():
            exploration = explore(
                self._program,
                first=self._remembered.tokens(),
                files=self.files,
                limits=self.limits,
                **plan,
            )
        self._item.user_properties.append(("orders", exploration.tried))
        failure = exploration.failure
        if failure is None:
            self._remembered.forget()
            if exploration.missing in self.authors_mistakes:
                _fail_for(_NOTHING_TO_SWEEP[exploration.missing])
        elif failure.stage == "default" and not self._is_strict_about(failure):
            told = f"{type(failure.error).__name__}: {failure.error}".removesuffix(": ")
            pytest.fail(_NOT_TWICE.format(error=told), pytrace=False)
        elif failure.stage != "default":
            self._remembered.add(str(failure.token))
        self._judge(exploration)

    def _is_strict_about(self, failure: Failure) -> bool:
        """Tell whether it failed for what it leaves, which the default run could not judge yet."""
        strict = self.run.strict
        return strict is not None and strict.has_said(failure.error)

    def _options(self) -> dict[str, Any]:
        plan = msgspec.structs.asdict(self._plan)
        if self._schedules is not None:
            plan["schedules"] = self._schedules
        if plan["seed"] is None:
            plan["seed"] = self._item.name
        return plan

    @contextmanager
    def _exploring(self) -> Iterator[None]:
        """Give the run its own loop and clock back after the orders, each of which has others."""
        before = self.run.loop, self.run.clock
        try:
            yield
        finally:
            self.run.loop, self.run.clock = before

    # One order.

    def _program(self, world: World) -> Coroutine[Any, Any, None]:
        coroutine: Any = self._order(world)
        coroutine.__qualname__ = coroutine.__name__ = self._test.__name__
        return coroutine  # type: ignore[no-any-return]

    async def _order(self, world: World) -> None:
        __tracebackhide__ = True
        loop: Any = asyncio.get_running_loop()
        self.run.loop, self.run.clock = loop, loop.clock
        if self.run.strict is None:
            await self._one_run(world, loop)
            return
        with Unawaited(PROJECT) as unawaited:
            await self._one_run(world, loop)
        # A loop goes on for a turn after a test, in which what was cancelled ends.
        if len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0)
        # What a cancellation keeps from being awaited is no mistake of who was cancelled.
        forgotten = [] if loop.cancels else [*unawaited.found, *_dropped(world)]
        self.run.strict.judge_order(loop, forgotten, made_anew=self._arguments.made_anew)

    async def _one_run(self, world: World, loop: ExploringLoop) -> None:
        __tracebackhide__ = True
        with self._arguments.anew(self._own(world, loop)) as arguments:
            await self._test(**arguments)

    def _own(self, world: World, loop: ExploringLoop) -> Mapping[str, Callable[[], object]]:
        return {
            "world": lambda: world,
            "virtual_loop": lambda: loop,
            "virtual_clock": lambda: loop.clock,
        }

    # What was found.

    def _judge(self, exploration: Exploration) -> None:
        __tracebackhide__ = True
        failure = exploration.failure
        if failure is None:
            return
        self.failed_in = exploration
        if failure.outcome != "failed":
            pytest.fail(str(failure.error), pytrace=False)
        assert failure.error is not None, "unreachable because it is not from a file"
        raise failure.error

    def tell(self, report: Any) -> None:
        """Draw the order in which the test failed under its traceback."""
        failure = None if self.failed_in is None else self.failed_in.failure
        if failure is not None and hasattr(report, "addsection"):
            report.addsection("order", self._drawing(failure), "-")

    def _drawing(self, failure: Failure) -> str:
        assert self.failed_in is not None, "unreachable because its failure is known"
        return render(
            self.failed_in,
            unicode=_shows_unicode(self._item.config),
            language=language(),
            shown=shortener(self._item.config),
            replay=command_for(self._item.config, self._item.nodeid, str(failure.token)),
        )


def _dropped(world: World) -> list[NeverAwaited]:
    calls = [call for call in world.calls if call.dropped]
    return [
        NeverAwaited(one.operation, str(one), one.file, one.line, dropped=True) for one in calls
    ]


def _shows_unicode(config: pytest.Config) -> bool:
    wanted: str = config.getoption("coro_timeline")
    # Not sys.stdout, in the place of which pytest has its own things while tests run.
    encoding = getattr(sys.__stdout__, "encoding", None) or "ascii"
    return fits(encoding) if wanted == "auto" else wanted == "unicode"


def _fail_for(problem: str | None) -> None:
    __tracebackhide__ = True
    if problem is not None:
        pytest.fail(problem, pytrace=False)
