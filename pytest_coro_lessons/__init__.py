"""Learn asyncio by solving exercises that pytest grades on a virtual clock.

Rule: a name is imported from its module when it is first asked for, so that the plugin costs
nothing where nobody uses it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_coro_lessons.checks import (
        at_once,
        backlog,
        called_later,
        cancelled_at,
        ended_at,
        everything_awaited,
        exceptions_retrieved,
        failed_with,
        generators_closed,
        in_any_order,
        in_order,
        in_traceback,
        kept_busy,
        left_nothing_running,
        never_blocked,
        no_busy_wait,
        no_new_threads,
        not_before,
        old_notation,
        one_after_another,
        overlapped,
        rate,
        released,
        result,
        started_at,
        started_every,
        suspension_points,
        tasks_at_most,
        took,
        was_cancelled,
        within_steps,
        written_without,
    )
    from pytest_coro_lessons.clock import VirtualClock
    from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
    from pytest_coro_lessons.errors import (
        ClockError,
        CoroLessonsError,
        LessonError,
        LoopBusyError,
        LoopLimitError,
        LoopStalledError,
        UnsupportedError,
    )
    from pytest_coro_lessons.explore import cancelled_somewhere
    from pytest_coro_lessons.loop import VirtualTimeLoop, sets_in_reverse
    from pytest_coro_lessons.operations import Callback, Count, Operation, Seconds, Times, World
    from pytest_coro_lessons.timeline import Event, Segment, Span, Timeline, record

__all__ = [
    "Callback",
    "CheckFailed",
    "ClockError",
    "CoroLessonsError",
    "Count",
    "Diagnostic",
    "Event",
    "LessonError",
    "LoopBusyError",
    "LoopLimitError",
    "LoopStalledError",
    "Operation",
    "Seconds",
    "Segment",
    "Span",
    "Timeline",
    "Times",
    "UnsupportedError",
    "VirtualClock",
    "VirtualTimeLoop",
    "World",
    "__version__",
    "at_once",
    "backlog",
    "called_later",
    "cancelled_at",
    "cancelled_somewhere",
    "ended_at",
    "everything_awaited",
    "exceptions_retrieved",
    "failed_with",
    "generators_closed",
    "in_any_order",
    "in_order",
    "in_traceback",
    "kept_busy",
    "left_nothing_running",
    "never_blocked",
    "no_busy_wait",
    "no_new_threads",
    "not_before",
    "old_notation",
    "one_after_another",
    "overlapped",
    "rate",
    "record",
    "released",
    "result",
    "sets_in_reverse",
    "started_at",
    "started_every",
    "suspension_points",
    "tasks_at_most",
    "took",
    "was_cancelled",
    "within_steps",
    "written_without",
]

_NAMES = {
    "checks": (
        "at_once",
        "backlog",
        "called_later",
        "cancelled_at",
        "ended_at",
        "everything_awaited",
        "exceptions_retrieved",
        "failed_with",
        "generators_closed",
        "in_any_order",
        "in_order",
        "in_traceback",
        "kept_busy",
        "left_nothing_running",
        "never_blocked",
        "no_busy_wait",
        "no_new_threads",
        "not_before",
        "old_notation",
        "one_after_another",
        "overlapped",
        "rate",
        "released",
        "result",
        "started_at",
        "started_every",
        "suspension_points",
        "tasks_at_most",
        "took",
        "was_cancelled",
        "within_steps",
        "written_without",
    ),
    "clock": ("VirtualClock",),
    "diagnostics": ("CheckFailed", "Diagnostic"),
    "errors": (
        "ClockError",
        "CoroLessonsError",
        "LessonError",
        "LoopBusyError",
        "LoopLimitError",
        "LoopStalledError",
        "UnsupportedError",
    ),
    "explore": ("cancelled_somewhere",),
    "loop": ("VirtualTimeLoop", "sets_in_reverse"),
    "operations": ("Callback", "Count", "Operation", "Seconds", "Times", "World"),
    "timeline": ("Event", "Segment", "Span", "Timeline", "record"),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("pytest-coro-lessons")
    if module := _MODULES.get(name):
        return getattr(import_module(f"{__name__}.{module}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
