"""Simulated operations: what an exercise waits for, with latencies in virtual time."""

from .calls import Call, InFlight
from .world import Operation, World, raised_by_operation

__all__ = ["Call", "InFlight", "Operation", "World", "raised_by_operation"]
