"""Checks on time, concurrency, cancellation and leaks; they work in any test runner.

Rule: a check that is used with ``with`` is a class, and every frame of ours is hidden, so that the
first line a learner sees is the one that says ``with took(3):``.
"""

from .answers import old_notation, suspension_points
from .cancellation import cancelled_at
from .concurrency import at_once, in_order, one_after_another
from .elapsed import took
from .leaks import everything_awaited, left_nothing_running, never_blocked, no_new_threads
from .values import failed_with, result

__all__ = [
    "at_once",
    "cancelled_at",
    "everything_awaited",
    "failed_with",
    "in_order",
    "left_nothing_running",
    "never_blocked",
    "no_new_threads",
    "old_notation",
    "one_after_another",
    "result",
    "suspension_points",
    "took",
]
