"""Simulated operations: what an exercise waits for, with latencies in virtual time."""

from .callbacks import Callback
from .calls import Call, InFlight, Place
from .times import Count, Seconds, Times, shown
from .world import OPERATION_CODE, Operation, World, call_of, raised_by_operation

__all__ = [
    "OPERATION_CODE",
    "Call",
    "Callback",
    "Count",
    "InFlight",
    "Operation",
    "Place",
    "Seconds",
    "Times",
    "World",
    "call_of",
    "raised_by_operation",
    "shown",
]
