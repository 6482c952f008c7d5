"""What the outside still owes the program, and which of it may come next.

Rules (they are what makes every explored order a legal one):

1. An answer comes within its ``lo`` and ``hi``. So one may come next only if its ``lo`` is not
   after the earliest ``hi`` of any answer, nor after the next deadline of a timer.
2. A timer fires next only if its deadline is not after the earliest ``hi`` of any answer.
3. Time moves to the nominal instant of what comes, as far as that keeps rule 1 for all the others;
   an answer that comes before a timer comes before its deadline.
4. The first choice is what the plain loop does: all that is due at the next nominal instant, in one
   turn.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER = 1 << 62


class Answer:
    """Something that will come from the outside; instants are nanoseconds of virtual time."""

    __slots__ = ("handles", "hi", "lo", "nominal", "number", "rank", "source", "task")

    def __init__(
        self, lo: int, nominal: int, hi: int, number: int, task: Any, source: object
    ) -> None:
        self.lo = lo
        self.nominal = nominal
        self.hi = hi
        self.number = number
        """Its place among all that was scheduled, timers included."""
        self.task = task
        """The task that waits for it, as far as that is known."""
        self.source = source
        """The call, message or thread it is the answer of."""
        self.rank = nominal
        """When a strategy would like it to come."""
        self.handles: list[Any] = []
        """What the loop runs when it comes."""

    def __lt__(self, other: Answer) -> bool:
        return (self.nominal, self.number) < (other.nominal, other.number)


@dataclass(slots=True)
class Option:
    """One way to go on when nothing is ready.

    Attributes:
        answers: what comes; empty when only timers fire.
        timers: whether the timers of the next deadline fire, too.
        at: when, in nanoseconds.
    """

    answers: list[Answer]
    timers: bool
    at: int


class Owed:
    """All answers that are still to come, in the order of their nominal instants."""

    def __init__(self) -> None:
        self._answers: list[Answer] = []

    def __len__(self) -> int:
        return len(self._answers)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._answers)

    def add(self, answer: Answer) -> None:
        insort(self._answers, answer)

    def discard(self, answer: Answer) -> None:
        if answer in self._answers:
            self._answers.remove(answer)

    def before(self, now: int) -> list[Answer]:
        """Return what may come while the clock stands."""
        return [answer for answer in self._answers if answer.lo <= now]

    def options(self, now: int, deadline: int) -> list[Option]:
        """Return what may come next, what asyncio does first; there must be an answer.

        Args:
            deadline: of the next timer, or :data:`NEVER`.
        """
        answers = self._answers
        latest = min(answer.hi for answer in answers)
        bound = max(now, min(latest, deadline))
        first = max(now, min(answers[0].nominal, deadline))
        due = [answer for answer in answers if answer.nominal <= first]
        fires = deadline <= first
        found = [Option(due, fires, first)]
        alone = len(due) == 1 and not fires
        timers = deadline < NEVER and deadline <= latest and bool(due or not fires)
        for answer in answers:
            if timers and not fires and answer.nominal > deadline:
                found.append(Option([], timers=True, at=deadline))
                timers = False
            if answer.lo <= bound and not (alone and answer is due[0]):
                latest_at = max(min(answer.nominal, latest, deadline - 1), answer.lo, now)
                found.append(Option([answer], timers=False, at=latest_at))
        if timers:
            found.append(Option([], timers=True, at=max(now, deadline)))
        return found
