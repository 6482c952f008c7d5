"""Progress over time: where a learner stood in the evening of each day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WIDTH, HEIGHT = 600, 120
_EDGE = 4  # so that the line is not cut off


class Day(Protocol):
    """A day on which something was tried."""

    @property
    def date(self) -> date: ...
    @property
    def attempts(self) -> int: ...
    @property
    def points(self) -> int:
        """Where the learner stood in the evening, as with ``solved``."""

    @property
    def solved(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Days:
    """The days, and a line through their points; ``max_points`` is at the top."""

    days: Sequence[Day]
    max_points: int

    @property
    def attempts(self) -> int:
        return sum(day.attempts for day in self.days)

    @property
    def line(self) -> str:
        """The path of an SVG: a step up, or down, on each day."""
        first, last = self.days[0].date, self.days[-1].date
        # The last day takes room as well: what was done on it would be at the very edge.
        length = (last - first).days + 1
        steps = [f"M{_EDGE} {self._height(0)}"]
        for day in self.days:
            at = _EDGE + round((day.date - first).days / length * (WIDTH - 2 * _EDGE))
            steps.append(f"H{at}V{self._height(day.points)}")
        return "".join([*steps, f"H{WIDTH - _EDGE}"])

    def _height(self, points: int) -> int:
        room = HEIGHT - 2 * _EDGE
        return HEIGHT - _EDGE - round(points / max(self.max_points, 1) * room)
