"""Progress over time: what the days of a course add up to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pytest_coro_lessons.progress.model import Attempt


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something was tried.

    ``points`` and ``solved`` are where the learner stood in the evening.
    """

    date: date
    attempts: int
    points: int
    solved: int


def by_day(attempts: Iterable[Attempt]) -> list[Day]:
    """Count what was tried on each day, in the learner's own time zone.

    Args:
        attempts: of one learner, in the order of their time.
    """
    latest: dict[str, Attempt] = {}
    days: list[Day] = []
    for day, group in groupby(attempts, key=lambda attempt: attempt.at.astimezone().date()):
        tried = list(group)
        latest |= {attempt.exercise: attempt for attempt in tried}
        points = sum(attempt.points for attempt in latest.values())
        solved = sum(attempt.status == "passed" for attempt in latest.values())
        days.append(Day(day, len(tried), points, solved))
    return days
