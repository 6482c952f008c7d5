"""The exceptions of this package, split by who can mend what went wrong.

Each class also inherits the built-in exception a caller would catch, and each message is one line
with the value in it. A verdict about a learner's code is not here: see ``diagnostics.CheckFailed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class CoroLessonsError(Exception):
    """Base class of every error this package raises on purpose."""

    __module__ = "pytest_coro_lessons"

    def __init_subclass__(cls) -> None:
        """Show the public path of the class in tracebacks, never the private one."""
        super().__init_subclass__()
        if cls.__module__ == __name__:
            cls.__module__ = "pytest_coro_lessons"


class ClockError(CoroLessonsError, ValueError):
    """A clock was asked for something that time does not do."""


class UnsupportedError(CoroLessonsError, NotImplementedError):
    """The program asked the virtual loop for something of the real world."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One task that waits, as found when the loop stalled.

    ``waits_for`` says it in English, for those who write programs; ``call``, ``tasks`` and
    ``held_by`` are what it is made of. ``since`` is in seconds of virtual time; ``file`` and
    ``line`` are those of the innermost frame outside the standard library, where the task's own
    code waits.
    """

    task: str
    waits_for: str
    since: float
    file: str | None
    line: int | None
    call: str = ""
    """What it waits in, such as ``Lock.acquire``; empty for a future that nobody sets."""
    tasks: tuple[str, ...] = ()
    """Names of the tasks whose end it waits for."""
    held_by: tuple[str, ...] = ()
    """Names of the tasks that hold what it waits for."""
    runs: str = ""
    """Name of the function whose coroutine the task runs; empty where a test began it."""
    unfinished: int = 0
    """How many calls of ``task_done()`` a ``Queue.join`` waits for."""

    def __str__(self) -> str:
        place = f" at {self.file}:{self.line}" if self.file else ""
        return f"{self.task} waits for {self.waits_for} since {self.since:.15g} s{place}"


class LoopStalledError(CoroLessonsError, RuntimeError):
    """Nothing is ready, no timer is set and nothing is in flight: the program waits for ever.

    Raised inside the main task, at the ``await`` it waits in.
    """

    def __init__(
        self, message: str, *, waits: tuple[Wait, ...] = (), cycle: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.waits = waits
        """Every waiting task, the main task first, then in the order of their creation."""
        self.cycle = cycle
        """Names of tasks that wait for one another, each for the next; empty without a cycle."""


class LoopBusyError(CoroLessonsError, RuntimeError):
    """The loop took too many steps without the clock moving."""

    def __init__(
        self,
        message: str,
        *,
        tasks: tuple[str, ...] = (),
        runs: tuple[str, ...] = (),
        callbacks: tuple[str, ...] = (),
        steps: int = 0,
        at: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.tasks = tasks
        """Names of the tasks that ran most, most steps first."""
        self.runs = runs
        """Of each of them, the function whose coroutine it runs."""
        self.callbacks = callbacks
        """Names of the functions that were seen to be called back more than once."""
        self.steps = steps
        self.at = at
        """Virtual seconds at which the clock stood."""


class LoopLimitError(CoroLessonsError, RuntimeError):
    """The program went past its limit of virtual time, of steps or of real time."""

    def __init__(self, message: str, *, seconds: float = 0.0, steps: int = 0) -> None:
        super().__init__(message)
        self.seconds = seconds
        """Virtual seconds that had passed."""
        self.steps = steps


class LessonError(CoroLessonsError, ValueError):
    """A lesson's own files are wrong: what, where, and what mends it.

    Attributes:
        what: What is wrong, in each language.
        mend: What mends it, in each language.
    """

    def __init__(
        self, file: Path, what: Mapping[str, str], mend: Mapping[str, str], line: int | None = None
    ) -> None:
        self.file = file
        self.line = line
        self.what = what
        self.mend = mend
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """Return all of it in one line."""
        place = f"{self.file}:{self.line}" if self.line is not None else str(self.file)
        return f"{place}: {self.what[language]}; {self.mend[language]}"
