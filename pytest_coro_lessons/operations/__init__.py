"""Simulated operations: what an exercise waits for, with latencies in virtual time."""

from .callbacks import Callback
from .calls import Call, Place
from .flight import Crowd, Flight, InFlight, crowds
from .times import Count, Seconds, Times, shown
from .world import OPERATION_CODE, Operation, World, call_of, raised_by_operation

__all__ = [
    "OPERATION_CODE",
    "Call",
    "Callback",
    "Count",
    "Crowd",
    "Flight",
    "InFlight",
    "Operation",
    "Place",
    "Seconds",
    "Times",
    "World",
    "call_of",
    "crowds",
    "raised_by_operation",
    "shown",
]
