"""Simulated operations: what an exercise waits for, with latencies in virtual time."""

from .calls import Call, InFlight
from .latency import Latency
from .world import Operation, World, call_of, raised_by_operation

__all__ = ["Call", "InFlight", "Latency", "Operation", "World", "call_of", "raised_by_operation"]
