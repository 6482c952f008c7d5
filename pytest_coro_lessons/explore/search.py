"""The search for an order in which a program fails, from the most orderly to the wildest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .choices import token_of
from .strategies import strategy
from .token import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .choices import Choice
    from .run import Run, Runner

# Where to cut bytes has as many ways as there are bytes: few of them are tried one by one.
_FEW_CUTS = 3


class Search:
    """One search of one program; each method yields runs, and ends after one that failed."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.tried = 0
        self.bound: int | None = None
        """All orders with at most so many deviations have been tried."""
        self.exhausted = False
        """There is no order left that has not been tried."""

    def replay(self, token: Token) -> Run:
        """Run one order."""
        self.tried += 1
        return self._runner.replay(token)

    def few_deviations(self, default: Run, bound: int, cap: int) -> Iterator[Run]:
        """Try every order with one deviation, then with two, ... up to ``cap`` runs."""
        self.bound = 0
        level = [(default.made, 0)]
        for deviations in range(1, bound + 1):
            ways = [way for made, start in level for way in _one_more(made, start)]
            ways.sort(key=_by_pick)
            self.exhausted = not ways
            level = []
            for way in ways:
                if cap == 0:
                    return
                cap -= 1
                run = self.replay(token_of(way))
                yield run
                level.append((run.made, len(way)))
            self.bound = deviations
        self.exhausted = not any(_one_more(made, start) for made, start in level)

    def mixed(self, seed: int | str, schedules: int, steps: int) -> Iterator[Run]:
        """Try so many orders by strategies that take turns."""
        for index in range(schedules):
            self.tried += 1
            yield self._runner.run(strategy(seed, index, steps))

    def tokens(self, tokens: Iterable[Token]) -> Iterator[Run]:
        """Run these orders."""
        for token in tokens:
            yield self.replay(token)


def _one_more(made: Sequence[Choice], start: int) -> list[list[Choice]]:
    """Return the choices up to each deviation that could be made from ``start`` on."""
    return [
        [*made[:place], made[place]._replace(pick=pick)]
        for place in range(start, len(made))
        for pick in _ways(made[place])
    ]


def _ways(choice: Choice) -> range:
    few = choice.kind is Kind.CHUNKS
    return range(1, min(choice.ways, _FEW_CUTS) if few else choice.ways)


def _by_pick(way: Sequence[Choice]) -> int:
    # With a cap, what is next in line at every place comes before all that is far off at one place.
    return way[-1].pick
