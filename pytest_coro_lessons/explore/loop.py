"""A virtual loop in which the order of what comes from outside is a choice.

Rule: everything else is as in its base class. Callbacks run in the order in which they were
scheduled, locks are fair, and no deadline passes before its time.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from .answers import NEVER, Answer, Option
from .arrivals import ArrivalsLoop
from .token import Kind

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from .choices import Choices
    from .token import Token
    from .witness import Witness

# Of so many things that are due at once it is chosen who comes first; the others keep their order.
_CHOSEN_TIES = 5


class ExploringLoop(ArrivalsLoop):
    """Asks its choices what comes next."""

    def __init__(self, choices: Choices, token: Token, witness: Witness, **limits: Any) -> None:
        """Make a loop; of the token, only what is no choice counts."""
        super().__init__(choices, witness, **limits)
        self.points = 0
        """How many suspension points the blocks to be swept have passed so far."""
        self.blocks = 0
        """How many blocks to be swept have been entered so far."""
        self._cancel = frozenset(token.cancel)
        self._garbage = token.garbage
        self._swept: list[Callable[[int], None]] = []
        witness.enter(self)
        if token.garbage:
            witness.collected()

    def next_timers(self) -> list[asyncio.TimerHandle]:
        """Return the timers that fire next, in the order in which they were scheduled."""
        deadline = self._next_deadline()
        entries = sorted(entry for entry in self._timers if entry[0] == deadline)
        return [timer for _, _, timer in entries if not timer.cancelled()]

    # Sweeps.

    @property
    def cancels(self) -> bool:
        """Whether a sweep cancels in this run."""
        return bool(self._cancel)

    def sweep(self, cancel: Callable[[int], None]) -> None:
        """Begin to count the suspension points of a task, which ``cancel`` cancels at one of them.

        It is called with the point's number, between two turns of the loop.
        """
        self.blocks += 1
        self._swept.append(cancel)

    def end_sweep(self, cancel: Callable[[int], None]) -> None:
        self._swept.remove(cancel)

    def _pass_points(self) -> None:
        for cancel in self._swept:
            self.points += 1
            if self.points in self._cancel:
                cancel(self.points)

    # What comes next.

    def _run_once(self) -> None:
        if self._swept:
            self._pass_points()
        if self._garbage:
            gc.collect()
        if self._ready and self._owed:
            self._let_one_in()
        super()._run_once()

    def _let_one_in(self) -> None:
        """Choose whether an answer comes now, in the middle of the work of others."""
        could_come = self._owed.before(self.time_ns())
        pick = self.choices.in_turn(len(could_come) + 1) if could_come else 0
        if pick:
            self.witness.came_in_turn(could_come[pick - 1])
            self._arrive(could_come[pick - 1])

    def _move_clock(self) -> bool:
        if not self._owed:
            moved = super()._move_clock()
            if moved:
                self._fire([])
            return moved
        options = self._options()
        if not options:
            return False
        pick = self.choices.option(options)
        option = options[pick]
        if option.timers:
            super()._move_clock()
        else:
            self._move_to(option.at)
        # If it was too far, the main task hears of that instead.
        if self.time_ns() >= option.at:
            self.witness.chose(options, pick)
            self._fire(option.answers)
        return True

    def _options(self) -> list[Option]:
        now = self.time_ns()
        drive = self._next_drive()
        deadline = min(NEVER if at is None else at for at in (self._next_deadline(), drive))
        options = self._owed.options(now, deadline)
        if self._clock.auto_advance or drive is not None:
            return options
        return [option for option in options if option.at <= now]

    def _fire(self, answers: list[Answer]) -> None:
        """Make ready what has come and, in an order that is chosen, the timers that are due."""
        due: list[tuple[int, int, Any]] = [*self._take_due()]
        if len(due) > 1:
            due = self._choose_among_equals(due)
        due += [(answer.nominal, answer.number, answer) for answer in answers]
        if answers:
            due.sort(key=lambda entry: entry[:2])
        for _, _, what in due:
            if isinstance(what, Answer):
                self._arrive(what)
            else:
                self._ready.append(what)

    def _choose_among_equals(self, due: list[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
        """Let timers with equal deadlines change their places."""
        timers = [timer for _, _, timer in due]
        for place in range(min(_CHOSEN_TIES, len(due) - 1)):
            equal = sum(entry[0] == due[place][0] for entry in due[place:])
            pick = self.choices.pick(Kind.TIE, equal) if equal > 1 else 0
            if pick:
                self.witness.tied(timers[place], timers[place + pick])
                timers.insert(place, timers.pop(place + pick))
        return [(*entry[:2], timer) for entry, timer in zip(due, timers, strict=True)]

    def _arrive(self, answer: Answer) -> None:
        self._owed.discard(answer)
        self._ready.extend(handle for handle in answer.handles if not handle.cancelled())
        answer.handles = []
