"""From an order that fails to one that fails in the same way and departs less from the default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .token import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .run import Run

_MOST_RUNS = 200
# Each of these goes up to a limit of many thousand steps.
_MOST_ENDLESS_RUNS = 20


def shrink(run: Run, replay: Callable[[Token], Run]) -> Run:
    """Return the simplest failing run found: cut off at the end, then each choice set to 0 or less.

    A simpler order counts only if it fails with the same outcome and the same type of error.
    """
    best = run
    budget = _MOST_ENDLESS_RUNS if run.outcome in ("busy", "limit") else _MOST_RUNS
    improved = True
    while improved:
        improved = False
        for token in _simpler(best.token):
            if budget == 0:
                return best
            budget -= 1
            again = replay(token)
            if _same(again, best) and _size(again.token) < _size(best.token):
                best = again
                improved = True
                break
    return best


def _same(one: Run, other: Run) -> bool:
    return one.outcome == other.outcome and type(one.error) is type(other.error)


def _size(token: Token) -> tuple[int, int, int]:
    picks = [pick for _, chosen in token.choices for pick in chosen]
    return token.deviations, len(picks), sum(picks)


def _simpler(token: Token) -> Iterator[Token]:
    """Yield simpler tokens, those that leave most out first."""
    for kind, picks in reversed(token.choices):
        if len(token.choices) > 1:
            yield _with(token, kind, ())
        places = [place for place, pick in enumerate(picks) if pick]
        yield from (_with(token, kind, picks[:place]) for place in places)
        yield from (_with_pick(token, kind, place, 0) for place in reversed(places))
    for kind, picks in token.choices:
        places = [place for place, pick in enumerate(picks) if pick > 1]
        yield from (_with_pick(token, kind, place, 1) for place in places)
    if len(token.cancel) > 1:
        yield from (replace(token, cancel=(point,)) for point in token.cancel)
    if token.garbage and token.deviations > 1:
        yield replace(token, garbage=False)


def _with_pick(token: Token, kind: Kind, place: int, pick: int) -> Token:
    picks = token[kind]
    return _with(token, kind, (*picks[:place], pick, *picks[place + 1 :]))


def _with(token: Token, kind: Kind, picks: tuple[int, ...]) -> Token:
    return Token.of({**dict(token.choices), kind: picks}, token.cancel, garbage=token.garbage)
