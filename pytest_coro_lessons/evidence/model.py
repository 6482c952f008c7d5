"""What one run left behind, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..loop import Blocking
    from ..operations import Call
    from ..timeline import Timeline


class NeverAwaited(NamedTuple):
    """A coroutine that was made and never ran; file and line are where it was made."""

    name: str
    call: str
    file: str | None
    line: int | None
    dropped: bool
    """Nobody held it any more, so nobody could still have awaited it."""


class LeftRunning(NamedTuple):
    """A task that had not ended when it was looked for; file and line are where it was made."""

    task: str
    coroutine: str
    file: str | None
    line: int | None
    cancelling: bool
    """It was asked to cancel, and nobody waited until it had."""
    at: float = 0.0
    """Virtual seconds from the start of the learner's function to its return."""
    at_end: bool = False
    """No function was seen to leave it: it was found when the run had ended, ``at`` that time."""


class Unretrieved(NamedTuple):
    """An exception of a task, a future or a callback that nobody looked at."""

    error: str
    name: str
    """The function that a task ran; empty for anything else."""
    file: str | None
    line: int | None
    not_callable: str | None = None
    """What was scheduled in the place of a callback, if it cannot be called."""


class Crossing(NamedTuple):
    """A use of an event loop from another thread than its own; where it came from."""

    method: str
    file: str | None
    line: int | None


class OwnThread(NamedTuple):
    """A thread that the code started by itself, and that lives in real time; where it did."""

    file: str
    line: int


class Unclosed(NamedTuple):
    """An asynchronous generator that was left before its end.

    Attributes:
        file: Where, with ``line``, it was first iterated.
        defined_in: The file of its function, which begins in ``defined_line``.
    """

    name: str
    file: str | None
    line: int | None
    defined_in: str | None = None
    defined_line: int | None = None
    in_a_loop: bool = True
    """An ``async for`` began it."""


@dataclass(slots=True)
class Evidence:
    """Everything a run left behind that a diagnosis can rest on."""

    never_awaited: list[NeverAwaited] = field(default_factory=list)
    left_running: list[LeftRunning] = field(default_factory=list)
    blockings: list[Blocking] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)
    own_threads: list[OwnThread] = field(default_factory=list)
    unretrieved: list[Unretrieved] = field(default_factory=list)
    callback_errors: list[Unretrieved] = field(default_factory=list)
    destroyed_tasks: list[str] = field(default_factory=list)
    """Names of tasks that the garbage collector took while they were waiting."""
    unclosed_generators: list[Unclosed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    """Calls of simulated operations, in the order they were made."""
    origin_ns: int = 0
    """The clock's time from which the times of ``calls`` count."""
    timeline: Timeline | None = None
    """What ran when, if it was recorded."""
    failure: BaseException | None = None
