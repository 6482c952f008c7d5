"""Checks on time, order, concurrency, cancellation and leaks; they work in any test runner.

Rule: one word for each idea. Checks of a block are classes, used with ``with``; checks of what has
happened are functions, given an operation, a callback, a timeline, or spans and calls of them. All
raise ``CheckFailed``, and every frame of ours is hidden, so that the first line a learner sees is
the one that says ``with took(3):``.
"""

from .answers import in_traceback, old_notation, suspension_points, written_without
from .callbacks import called_later
from .cancellation import cancelled_at, was_cancelled
from .comparison import explain_comparison
from .concurrency import at_once, backlog, kept_busy, one_after_another, overlapped
from .elapsed import took
from .leaks import (
    everything_awaited,
    exceptions_retrieved,
    generators_closed,
    left_nothing_running,
    no_new_threads,
)
from .loops import never_blocked, no_busy_wait, within_steps
from .order import in_any_order, in_order
from .resources import released, tasks_at_most
from .times import ended_at, not_before, rate, started_at, started_every
from .values import failed_with, result

__all__ = [
    "at_once",
    "backlog",
    "called_later",
    "cancelled_at",
    "ended_at",
    "everything_awaited",
    "exceptions_retrieved",
    "explain_comparison",
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
]
