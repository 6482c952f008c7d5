"""The record of one call."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ..diagnostics import shorten, tidy

if TYPE_CHECKING:
    from collections.abc import Coroutine

_NANOSECONDS = 1_000_000_000

Outcome: TypeAlias = Literal["not_started", "running", "ok", "failed", "cancelled"]


class Place(NamedTuple):
    """A line of code, and the name of the task that is at it."""

    file: str
    line: int
    task: str | None


def _seconds(nanoseconds: int | None) -> float | None:
    return None if nanoseconds is None else nanoseconds / _NANOSECONDS


@dataclass(slots=True, eq=False)
class Call:
    """One call of an operation; times count from the origin of its world."""

    operation: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    called_ns: int
    file: str
    line: int
    started_ns: int | None = None
    ended_ns: int | None = None
    started_order: int | None = None
    """How many starts and ends of calls there had been in its world before it started."""
    ended_order: int | None = None
    """How many before it ended."""
    task: str | None = None
    """Name of the task that ran the call."""
    awaited_in: Place | None = None
    """Where the learner's code waited for the call; None when no single line did."""
    error: str | None = None
    """What the call raised, shortened; not the exception, whose frames would stay alive with it."""
    _outcome: Outcome = "not_started"
    # Held until the coroutine starts: what is still here at the end of a run was never awaited,
    # and no garbage collection is needed to know it.
    _coroutine: Coroutine[Any, Any, Any] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        shown = [shorten(arg) for arg in self.args]
        shown += [f"{name}={shorten(arg)}" for name, arg in self.kwargs.items()]
        return tidy(f"{self.operation}({', '.join(shown)})")

    @property
    def first_argument(self) -> Any:
        """What tells one call from another; None for a call without arguments."""
        return next(iter([*self.args, *self.kwargs.values()]), None)

    @property
    def called_at(self) -> float:
        return self.called_ns / _NANOSECONDS

    @property
    def started_at(self) -> float | None:
        return _seconds(self.started_ns)

    @property
    def ended_at(self) -> float | None:
        return _seconds(self.ended_ns)

    @property
    def outcome(self) -> Outcome:
        """How the call went; a task cancelled before its first step never starts its call."""
        if self._coroutine is not None and _is_closed(self._coroutine):
            return "cancelled"
        return self._outcome

    @property
    def never_awaited(self) -> bool:
        """Whether the call's coroutine exists and nobody ever ran it."""
        return self._coroutine is not None and not _is_closed(self._coroutine)

    @property
    def dropped(self) -> bool:
        """Whether it was never awaited and nobody but this record holds its coroutine."""
        # One reference is this record's, the other the argument of getrefcount.
        return self.never_awaited and sys.getrefcount(self._coroutine) <= 2

    def hold(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Keep the coroutine of this call until it starts."""
        self._coroutine = coroutine

    def start(self, at_ns: int, order: int) -> None:
        self._coroutine = None
        self._outcome = "running"
        self.started_ns = at_ns
        self.started_order = order

    def end(self, at_ns: int, outcome: Outcome, order: int) -> None:
        self._outcome = outcome
        self.ended_ns = at_ns
        self.ended_order = order

    def fail(self, error: str) -> None:
        """Note what came out of a call that has ended."""
        self._outcome = "failed"
        self.error = error

    def close(self) -> None:
        """Let go of a coroutine that was never awaited, without Python's warning about it."""
        if self._coroutine is not None:
            self._coroutine.close()
            self._coroutine = None


def _is_closed(coroutine: Coroutine[Any, Any, Any]) -> bool:
    return inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED
