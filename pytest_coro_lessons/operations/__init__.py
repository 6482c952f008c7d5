"""Simulated operations: what an exercise waits for, with latencies in virtual time."""

from .calls import Call, InFlight, Place
from .latency import Latency
from .world import OPERATION_CODE, Operation, World, call_of, raised_by_operation

__all__ = [
    "OPERATION_CODE",
    "Call",
    "InFlight",
    "Latency",
    "Operation",
    "Place",
    "World",
    "call_of",
    "raised_by_operation",
]
