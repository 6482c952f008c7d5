"""How many were in flight at once.

Rule: of what happens at one instant, the ends of what had begun before come first, for one may
start when another ends, and virtual time alone does not tell who was first. What begins and ends
at that instant follows in the order in which it did.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .calls import Call


class Flight(NamedTuple):
    """From when to when something was in flight, and where both stand among all starts and ends."""

    start_ns: int
    end_ns: int | None
    start_order: int
    end_order: int


class Crowd(NamedTuple):
    """How many were in flight: the most at one instant, and from then on."""

    at_ns: int
    most: int
    then: int


def crowds(flights: Iterable[Flight]) -> Iterator[Crowd]:
    """Yield how many were in flight at each instant at which one started or ended."""
    ended_ns: defaultdict[int, int] = defaultdict(int)
    changes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for flight in flights:
        changes[flight.start_ns].append((flight.start_order, 1))
        if flight.end_ns == flight.start_ns:
            changes[flight.end_ns].append((flight.end_order, -1))
        elif flight.end_ns is not None:
            ended_ns[flight.end_ns] += 1
    now = 0
    for at_ns in sorted(changes.keys() | ended_ns.keys()):
        now -= ended_ns.get(at_ns, 0)
        most = now
        for _, change in sorted(changes.get(at_ns, ())):
            now += change
            most = max(most, now)
        yield Crowd(at_ns, most, now)


class InFlight:
    """How many of some calls are in flight, and how many were."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls = calls

    @property
    def now(self) -> int:
        return sum(call.outcome == "running" for call in self._calls)

    @property
    def most(self) -> int:
        return max((crowd.most for crowd in self._crowds()), default=0)

    def reached_ns(self, number: int) -> int | None:
        """Return when ``number`` were first in flight at once, if they ever were."""
        return next((crowd.at_ns for crowd in self._crowds() if crowd.most >= number), None)

    def _crowds(self) -> Iterator[Crowd]:
        return crowds(
            Flight(call.started_ns, call.ended_ns, call.started_order or 0, call.ended_order or 0)
            for call in self._calls
            if call.started_ns is not None
        )
