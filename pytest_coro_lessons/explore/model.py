"""What an exploration found, as plain data; the words for it are found where it is read.

Rule: everything here follows from the program and the token, and is the same in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..diagnostics import Facts
    from ..errors import Wait
    from .token import Token

Outcome: TypeAlias = Literal["passed", "failed", "stalled", "busy", "limit", "lost"]
"""``lost``: a task was collected as garbage while it was waiting."""

Stage: TypeAlias = Literal["default", "remembered", "few", "mixed", "sweep", "replay"]
"""What was tried: the default order, a token that was given, orders with few deviations, mixed
strategies, a sweep, one order that was asked for."""

Missing: TypeAlias = Literal["block", "point", "write"]
"""What a sweep had nothing to sweep for: no block to be cancelled was entered, none of them waits,
nothing that can be cut was written to a connection."""

RowKind: TypeAlias = Literal["start", "end", "arrival", "timer", "print", "cancel", "cut"]
_TELLING_NOUNS = ("", "connection", "message_to", "message_from")

DeviationKind: TypeAlias = Literal[
    "order", "turn", "tie", "held", "cut", "sets", "cancel", "garbage"
]


@dataclass(frozen=True, slots=True)
class Name:
    """Something that came: which task it was for, and what it was; ``read(3)``, ``sleep(0.5)``.

    With a noun, ``what`` is no code but what the noun is about: a ``message_to`` a host. The words
    for it are the reader's.
    """

    task: str
    what: str
    noun: str = ""

    def __str__(self) -> str:
        what = f"{self.noun} {self.what}".lstrip()
        return f"{self.task}: {what}" if self.task not in ("", what) else what


@dataclass(frozen=True, slots=True)
class Row:
    """Something that happened in a task.

    Attributes:
        at: In virtual seconds.
        task: The column it belongs to.
        what: The call as typed, the timer, the line that was printed; with a noun as in a name.
        value: What a call or thread returned or raised, shortened; None if it returned None or was
            cancelled.
        outcome: Of a call that ended, or of a thread.
        deviation: The place, among the deviations, of the one that let it happen here.
    """

    at: float
    task: str
    kind: RowKind
    what: str
    value: str | None = None
    outcome: Literal["ok", "failed", "cancelled"] | None = None
    deviation: int | None = None
    noun: str = ""

    @property
    def tells(self) -> bool:
        """Whether a reader is told of it: always of what is unusual."""
        if self.kind != "arrival" or self.deviation is not None:
            return True
        return bool(self.task) and self.noun in _TELLING_NOUNS


@dataclass(frozen=True, slots=True)
class Deviation:
    """One departure from what asyncio does with nominal latencies.

    Attributes:
        came: What came first; several timers may.
        before: What would have come first.
        file: Where, with ``line``, the task that was overtaken or cancelled waited, or wrote what
            was cut.
        number: Of the suspension point, the chunks or the bytes.
    """

    kind: DeviationKind
    at: float
    came: tuple[Name, ...] = ()
    before: tuple[Name, ...] = ()
    file: str | None = None
    line: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An order in which the program fails, with as few deviations as were found.

    Attributes:
        index: How many orders had been tried when the first failing one was found, with itself.
        error: What the program raised; None if this comes from a file.
        tasks: The columns, in the order in which the tasks first did something.
        rows: What happened, in order.
        same_rows: How many of the first rows are the same in the default order.
        rows_before: How many more there were before the first one, the same in the default order.
        rows_after: How many there were before the last one that are not kept.
        file: Where, with ``line``, a task waits while another one comes in between; an ``await`` of
            the learner's. None if no two tasks came in each other's way.
        waiting: Who waits there, for what.
        came_in: Who came in meanwhile, with what.
        waits: Who waited for what when everything stalled.
        cycle: Names of tasks that wait for one another, each for the next.
        repeats: Whether the same order failed in the same way again. If not, the program does
            something that the order does not decide.
    """

    outcome: Outcome
    stage: Stage
    index: int
    token: Token
    error: BaseException | None
    at: float
    tasks: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    same_rows: int = 0
    rows_before: int = 0
    rows_after: int = 0
    deviations: tuple[Deviation, ...] = ()
    file: str | None = None
    line: int | None = None
    waiting: Name | None = None
    came_in: Name | None = None
    waits: tuple[Wait, ...] = ()
    cycle: tuple[str, ...] = ()
    repeats: bool = True

    def telling_rows(self) -> tuple[list[Row], int]:
        """Return the rows that tell something, and how many of the first are as by default.

        A start tells something of a call that never ends: when things arrive is what matters. Of
        a connection it matters when it is there and when its data comes.
        """
        telling: list[Row] = []
        usual = 0
        for place, row in enumerate(self.rows):
            if not row.tells or (row.kind == "start" and _ends(row, self.rows[place:])):
                continue
            telling.append(row)
            usual += place < self.same_rows
        return telling, usual


def only_one(error: BaseException) -> BaseException:
    """Return what a task group raised, if that is one exception."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _ends(start: Row, later: Sequence[Row]) -> bool:
    return any(row.kind == "end" and row.task == start.task for row in later)


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was tried, and the first failure, if there was one.

    Attributes:
        tried: Orders run until the first failure or the end, without those that shrank it.
        bound: No order with at most so many deviations fails; what comes in the middle of a turn is
            not counted among them.
        exhausted: There is no other order.
        points: How many suspension points a sweep passed in the default order.
        missing: What a sweep did not find there, if it found nothing to sweep.
    """

    failure: Failure | None
    tried: int
    bound: int = 0
    exhausted: bool = False
    points: int = 0
    shrunk_in: int = 0
    seed: int | str = 0
    missing: Missing | None = None

    @property
    def passed(self) -> bool:
        return self.failure is None

    def facts(self) -> Facts:
        """Return what a message can be made of, as values that JSON knows."""
        facts: Facts = {"tried": self.tried, "bound": self.bound, "exhausted": self.exhausted}
        if self.failure is not None:
            facts |= _facts_of(self.failure)
        return facts


def _facts_of(failure: Failure) -> Facts:
    facts: Facts = {
        "outcome": failure.outcome,
        "stage": failure.stage,
        "index": failure.index,
        "token": str(failure.token),
        "deviations": len(failure.deviations),
        "at": failure.at,
        "cycle": list(failure.cycle),
        "repeats": failure.repeats,
    }
    if failure.deviations:
        last = failure.deviations[-1]
        facts |= {
            "kind": last.kind,
            "came": [str(name) for name in last.came],
            "before": [str(name) for name in last.before],
        }
    if failure.waiting is not None and failure.came_in is not None:
        facts |= {"waiting": str(failure.waiting), "came_in": str(failure.came_in)}
    return facts
