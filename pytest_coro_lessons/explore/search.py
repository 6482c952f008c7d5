"""The search for an order in which a program fails, from the most orderly to the wildest."""

from __future__ import annotations

from dataclasses import replace
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
    """One search of one program; whoever iterates over its runs stops when one of them failed."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.tried = 0
        self.bound = 0
        """All orders with at most so many deviations have been tried, but for what comes in the
        middle of a turn."""
        self.exhausted = False
        """There is no order left that has not been tried."""

    def replay(self, token: Token) -> Run:
        """Run one order."""
        self.tried += 1
        return self._runner.replay(token)

    def few_deviations(self, default: Run, bound: int, cap: int) -> Iterator[Run]:
        """Try every order with one deviation, then with two, ... up to ``cap`` runs."""
        all_runs = level = [default]
        for deviations in range(1, bound + 1):
            ways = _ways_of(level)
            level = []
            for way in ways[:cap]:
                run = self.replay(token_of(way))
                yield run
                # What comes before its deviation has been varied.
                level.append(replace(run, fixed=len(way)))
            if len(ways) > cap:
                return
            cap -= len(ways)
            self.bound = deviations
            all_runs = [*all_runs, *level]
        self.exhausted = not _ways_of(level) and all(map(_is_all_that_varies, all_runs))

    def mixed(self, seed: int | str, schedules: int, steps: int) -> Iterator[Run]:
        """Try so many orders by strategies that take turns."""
        for index in range(schedules):
            self.tried += 1
            yield self._runner.run(strategy(seed, index, steps))

    def tokens(self, tokens: Iterable[Token]) -> Iterator[Run]:
        """Run these orders."""
        for token in tokens:
            yield self.replay(token)


def _ways_of(runs: Sequence[Run]) -> list[list[Choice]]:
    """Return the choices up to each further deviation that could be made in these runs."""
    ways = [
        [*run.made[:place], run.made[place]._replace(pick=pick)]
        for run in runs
        for place in range(run.fixed, len(run.made))
        for pick in _picks(run.made[place])
    ]
    # With a cap, what is next in line everywhere comes before all that is far off at one place.
    return sorted(ways, key=lambda way: way[-1].pick)


def _picks(choice: Choice) -> range:
    few = choice.kind is Kind.CHUNKS
    return range(1, min(choice.ways, _FEW_CUTS) if few else choice.ways)


def _is_all_that_varies(run: Run) -> bool:
    return not run.had_turns and all(len(_picks(one)) == one.ways - 1 for one in run.made)
