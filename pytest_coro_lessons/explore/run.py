"""One run of a program: a fresh loop and a fresh world, one order, and how it ended.

Rule: nothing of one run reaches the next. Garbage is collected between runs only, never in the
middle of one, where it would come at another instant in each process.
"""

from __future__ import annotations

import asyncio
import gc
import io
from contextlib import contextmanager, nullcontext, redirect_stdout, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import LoopBusyError, LoopLimitError, LoopStalledError
from ..loop import VirtualTimeLoop, sets_in_reverse
from ..loop.observer import opened
from .choices import Choices, Replay, Strategy
from .loop import ExploringLoop
from .naming import base_of
from .token import DEFAULT, Token
from .witness import Witness
from .world import ExploredWorld

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping

    from ..operations import World
    from .choices import Choice
    from .model import Outcome

    Program: TypeAlias = Callable[[World], Coroutine[Any, Any, object]]

# Of so many runs the garbage is let lie: a collection costs as much as a run.
_RUNS_BETWEEN_COLLECTIONS = 64

# A program that goes on for longer has no end in this order, and there are other orders to try.
_LIMITS: dict[str, Any] = {
    "max_steps": 200_000,
    "max_steps_per_instant": 50_000,
    "max_seconds": 7 * 86_400.0,
}


class _Output(io.TextIOBase):
    """Where the output of a hundred runs goes: nowhere, or to the one who writes them down."""

    def __init__(self, heard: Callable[[str], None] | None = None) -> None:
        self._heard = heard

    def write(self, text: str) -> int:
        if self._heard is not None:
            self._heard(text)
        return len(text)


class LostTaskError(AssertionError):
    """A task was collected as garbage while it was waiting."""

    def __init__(self, task: str) -> None:
        super().__init__(f"destroyed while it was pending: {task}")
        self.task = task


class GivenUp(BaseException):
    """Raised by a program that is not to be run any more; ends its exploration."""


@dataclass(slots=True)
class Run:
    """How one run went."""

    token: Token
    """The choices that were made, whoever made them."""
    made: list[Choice]
    had_turns: bool
    """Whether anything could have come in the middle of the work of others."""
    outcome: Outcome
    error: BaseException | None
    points: int
    """How many suspension points the blocks to be swept passed."""
    blocks: int
    """How many such blocks were entered."""
    fixed: int = 0
    """How many of the first choices a search does not vary any more."""

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"


class Runner:
    """Runs one program, in as many orders as one likes; to be used inside :func:`on_stage`."""

    def __init__(
        self, program: Program, files: Iterable[str] = (), limits: Mapping[str, Any] | None = None
    ) -> None:
        self._program = program
        self._files = set(files)
        self._limits = {**_LIMITS, **(limits or {})}
        self.count = 0

    def run(
        self, strategy: Strategy, token: Token = DEFAULT, witness: Witness | None = None
    ) -> Run:
        """Run once; of the token, only what is no choice counts."""
        self.count += 1
        if self.count % _RUNS_BETWEEN_COLLECTIONS == 0:
            gc.collect(0)
        choices = Choices(strategy)
        loop = ExploringLoop(choices, token, witness or Witness(), **self._limits)
        sets_in_reverse.asked = loop.backwards
        lost: list[str] = []
        loop.set_exception_handler(lambda _, context: _note_lost(lost, context))
        world = ExploredWorld(loop)
        world.learner_files |= self._files
        error: BaseException | None = None
        try:
            with (
                redirect_stdout(_Output(witness.printed)) if witness is not None else nullcontext()
            ):
                loop.run_until_complete(self._program(world))
        except (KeyboardInterrupt, SystemExit, GivenUp):
            raise
        except BaseException as raised:  # noqa: BLE001 - whatever it is, it is how the program ended
            error = raised
        finally:
            taken = choices.token(token.cancel, garbage=token.garbage)
            sets_in_reverse.asked = None
            _clean_up(loop)
            world.close()
        if error is None and lost:
            error = LostTaskError(lost[0])
        return Run(
            taken,
            choices.made,
            choices.had_turns,
            _outcome(error),
            error,
            points=loop.points,
            blocks=loop.blocks,
        )

    def replay(self, token: Token, witness: Witness | None = None) -> Run:
        """Run the order of a token."""
        return self.run(Replay(token), token, witness)


def _outcome(error: BaseException | None) -> Outcome:
    match error:
        case None:
            return "passed"
        case LoopStalledError():
            return "stalled"
        case LoopBusyError():
            return "busy"
        case LoopLimitError():
            return "limit"
        case LostTaskError():
            return "lost"
    return "failed"


def _note_lost(lost: list[str], context: dict[str, Any]) -> None:
    # What else a loop reports, such as an exception that nobody looked at, is no news of the order.
    if str(context.get("message")).startswith("Task was destroyed"):
        task = context.get("task")
        lost.append("a task" if task is None else base_of(task))


def _clean_up(loop: ExploringLoop) -> None:
    """End what still runs, as asyncio.run does; what goes wrong now is not how it ended."""
    loop.choices = Choices(Strategy())
    loop.witness.leave()
    loop.witness = Witness()
    with suppress(Exception):
        if left := asyncio.all_tasks(loop):
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        if loop._asyncgens:  # noqa: SLF001 - saves a turn of the loop in nearly every run
            loop.run_until_complete(loop.shutdown_asyncgens())
        if loop._default_executor is not None:  # noqa: SLF001 - the same
            loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@contextmanager
def on_stage(*, garbage: bool = False) -> Iterator[None]:
    """Prepare for many runs: cheap to begin, silent, and without garbage collections of its own.

    Inside a running loop, that one stands still meanwhile.

    Who watches new loops does not see these.

    Args:
        garbage: runs will collect garbage; what exists by now is set aside, so that they collect
            their own only.
    """
    outer = asyncio._get_running_loop()
    collects = gc.isenabled()
    freezes = garbage and gc.get_freeze_count() == 0
    gc.disable()
    if freezes:
        gc.freeze()
    watchers = opened[:]
    opened.clear()
    asyncio._set_running_loop(None)
    # What stands while any loop is open is put up and taken down once.
    keeper = VirtualTimeLoop()
    try:
        with redirect_stdout(_Output()):
            yield
    finally:
        keeper.close()
        asyncio._set_running_loop(outer)
        opened.extend(watchers)
        if freezes:
            gc.unfreeze()
        if collects:
            gc.enable()
