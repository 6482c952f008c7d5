"""Sixteen programs with a race and their repaired twins, and twelve that only look as if."""

from . import atomicity, cancellation, coordination, traps
from .catalogue import RACES, TRAPS, Race

__all__ = ["RACES", "TRAPS", "Race", "atomicity", "cancellation", "coordination", "traps"]

RACES.sort(key=lambda race: race.id)
