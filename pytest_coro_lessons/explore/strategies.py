"""Ways to look for an order that breaks a program, each with its own luck.

No single one finds everything, so a search takes them in turn. They are seeded by numbers alone and
use nothing but ``random()``, which Python keeps the same from version to version.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from .choices import Strategy
from .token import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .answers import Answer, Option

# An answer in the middle of somebody else's work must be rare, or it drowns everything else.
_IN_TURN = 0.1
_OFTEN = 0.5
_SELDOM = 0.25


class Wandering(Strategy):
    """What the strategies with a seed have in common: all choices but those among answers."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        # Of its own: the number of turns differs between Pythons, the number of answers does not.
        self._random_in_turn = random.Random(f"{seed}:turns")
        self._in_turn = _IN_TURN if self._random_in_turn.random() < _OFTEN else 0.0

    def option(self, options: Sequence[Option]) -> int:
        return self._below(len(options))

    def pick(self, kind: Kind, count: int) -> int:
        if kind is Kind.TURN:
            if not self._in_turn or self._random_in_turn.random() >= self._in_turn:
                return 0
            return 1 + int(self._random_in_turn.random() * (count - 1))
        if kind is Kind.CHUNKS and self._random.random() < _SELDOM:
            return 1
        return self._below(count) if self._random.random() < _OFTEN else 0

    def _below(self, count: int) -> int:
        return int(self._random.random() * count)


class Wishes(Wandering):
    """Gives each answer the instant at which it would like to come; the earliest comes next."""

    def expect(self, answer: Answer) -> None:
        answer.rank = self._wish(answer)

    def _wish(self, answer: Answer) -> int:
        return self._between(answer)

    def _between(self, answer: Answer) -> int:
        return answer.lo + int(self._random.random() * (answer.hi - answer.lo))

    def option(self, options: Sequence[Option]) -> int:
        ranks = [_rank(option) for option in options]
        return ranks.index(min(ranks))


def _rank(option: Option) -> float:
    ranks = {answer.rank for answer in option.answers}
    if option.timers:
        ranks.add(option.at)
    # Several at once only if all of them wish it; else each of them is an option of its own.
    return ranks.pop() if len(ranks) == 1 else float("inf")


class Jitter(Wishes):
    """Any instant between ``lo`` and ``hi``, all equally likely."""


class Swarm(Wishes):
    """A few extremes: in each run, one to four of the earliest, nominal, latest and any instant."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        ways = [way for way in _WAYS if self._random.random() < _OFTEN]
        self._ways = ways or list(_WAYS)

    def _wish(self, answer: Answer) -> int:
        return self._ways[self._below(len(self._ways))](self, answer)


class Regimes(Wishes):
    """Whole tasks that are fast, usual, slow or anything."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self._way_of: dict[Any, Callable[[Wishes, Answer], int]] = {}

    def _wish(self, answer: Answer) -> int:
        way = self._way_of.setdefault(answer.task, _WAYS[self._below(len(_WAYS))])
        return way(self, answer)


_WAYS: tuple[Callable[[Wishes, Answer], int], ...] = (
    lambda wishes, answer: answer.lo,  # noqa: ARG005
    lambda wishes, answer: answer.nominal,  # noqa: ARG005
    lambda wishes, answer: answer.hi,  # noqa: ARG005
    lambda wishes, answer: wishes._between(answer),  # noqa: SLF001 - a family
)


class RandomPick(Wandering):
    """Any of what may come next, all equally likely."""


class Priorities(Wandering):
    """PCT (Burckhardt and others, 2010): tasks have priorities, which change at a few steps.

    Its promise of detection does not carry over here, because ranges of time bound the choices; but
    it reaches what the others seldom do, a task that is late all the time.
    """

    _CHANGES = 2

    def __init__(self, seed: str, steps: int) -> None:
        super().__init__(seed)
        self._priorities: dict[Any, float] = {}
        self._step = 0
        self._changes = {self._below(max(1, steps)) for _ in range(self._CHANGES)}

    def option(self, options: Sequence[Option]) -> int:
        values = [self._priority(option) for option in options]
        if self._step in self._changes:
            highest = options[values.index(max(values))]
            for task in _tasks(highest):
                self._priorities[task] = -float(self._step)
            values = [self._priority(option) for option in options]
        self._step += 1
        return values.index(max(values))

    def _priority(self, option: Option) -> float:
        return max(
            self._priorities.setdefault(task, self._random.random()) for task in _tasks(option)
        )


def _tasks(option: Option) -> list[Any]:
    # All timers together are one more task.
    return [answer.task for answer in option.answers] or [None]


# Two are good at most programs, each at others; the rest finds what both miss.
_MIX: tuple[Callable[[str, int], Strategy], ...] = (
    lambda seed, steps: RandomPick(seed),  # noqa: ARG005
    lambda seed, steps: Jitter(seed),  # noqa: ARG005
    Priorities,
    lambda seed, steps: RandomPick(seed),  # noqa: ARG005
    lambda seed, steps: Jitter(seed),  # noqa: ARG005
    lambda seed, steps: Swarm(seed),  # noqa: ARG005
    lambda seed, steps: RandomPick(seed),  # noqa: ARG005
    lambda seed, steps: Jitter(seed),  # noqa: ARG005
    lambda seed, steps: Regimes(seed),  # noqa: ARG005
)


def strategy(seed: int | str, index: int, steps: int) -> Strategy:
    """Return the strategy of the run ``index`` of a search.

    Args:
        steps: how many choices the default order has.
    """
    return _MIX[index % len(_MIX)](f"{seed}:{index}", steps)
