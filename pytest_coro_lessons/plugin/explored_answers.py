"""An explored test of an exercise: what the learner's answer does in each order."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..diagnostics import CheckFailed
from ..evidence import Collector, NeverAwaited, Origins, about_left_running, about_never_awaited
from ..explore import GivenUp
from ..grading.orders import diagnose_order
from ..lessons import AnswerFile
from .explored import Explored

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping

    from ..explore import Exploration
    from ..explore.loop import ExploringLoop
    from ..lessons import Answer, Exploring
    from ..operations import World
    from .run import GradedRun
    from .watchdog import Watchdog


class _Leaks(Collector):
    """The part of a collector that is quick enough for a hundred runs: what calls leave running."""

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear nothing of what the loop says; the exploration listens to it."""

    @property
    def found(self) -> list[Any]:
        return about_left_running(self._left_running)


class ExploredAnswer(Explored):
    """A graded test: the answer's file runs anew for each order, and what it leaves counts."""

    # Whether anything waits or is written in there is up to the answer.
    authors_mistakes = frozenset({"block"})

    def __init__(self, run: GradedRun, plan: Exploring) -> None:
        super().__init__(run, plan)
        self._graded = run
        # Those of graded tests are for one run.
        self.limits = {}
        graded: Any = run.item.config.pluginmanager.getplugin("coro_lessons_graded")
        self._watchdog: Watchdog = graded.watchdog
        self._file: AnswerFile | None = None
        self.files = frozenset({str(run.file)})

    @contextmanager
    def _exploring(self) -> Iterator[None]:
        # What is left running is told with the line that made it.
        with Origins(), super()._exploring():
            yield

    def _program(self, world: World) -> Coroutine[Any, Any, None]:
        if self._graded.cut_short is not None:
            raise GivenUp
        self._watchdog.start_again()
        return super()._program(world)

    def _own(self, world: World, loop: ExploringLoop) -> Mapping[str, Callable[[], object]]:
        leaks = _Leaks(self.files)

        def exercise() -> Answer:
            if self._file is None:
                self._file = AnswerFile(self._graded.file)
            return self._file.run(leaks.watching)

        self._leaks = leaks
        return {**super()._own(world, loop), "exercise": exercise}

    async def _order(self, world: World) -> None:
        __tracebackhide__ = True
        await super()._order(world)
        found = self._leaks.found
        loop: Any = asyncio.get_running_loop()
        # What a cancellation keeps from being awaited is no mistake of who was cancelled.
        if not found and not loop.cancels:
            found = about_never_awaited(_never_awaited(world))
        if found:
            raise CheckFailed(found[0])

    def _explore(self) -> None:
        __tracebackhide__ = True
        try:
            super()._explore()
        except GivenUp:
            pass
        finally:
            self._tell_if_cut_short()

    def _tell_if_cut_short(self) -> None:
        __tracebackhide__ = True
        cut = self._graded.cut_short
        if cut is not None:
            self._graded.diagnostics = [cut]
            raise CheckFailed(cut)

    def tell(self, report: Any) -> None:
        """Nothing: what a learner reads is told where the report arrives."""

    def _judge(self, exploration: Exploration) -> None:
        __tracebackhide__ = True
        failure = exploration.failure
        if failure is None or self._graded.cut_short is not None:
            return
        self.failed_in = exploration
        found = diagnose_order(exploration, failure, self._item.nodeid)
        self._graded.diagnostics = [found]
        raise CheckFailed(found) from failure.error


def _never_awaited(world: World) -> list[NeverAwaited]:
    return [
        NeverAwaited(call.operation, str(call), call.file, call.line, call.dropped)
        for call in world.calls
        if call.never_awaited
    ]
