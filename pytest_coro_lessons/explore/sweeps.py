"""Sweeps: one order again and again, with one thing from outside at every place it could be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from .choices import token_of
from .token import DEFAULT, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .model import Missing
    from .run import Run
    from .search import Search

Sweep: TypeAlias = Literal["cancel", "garbage", "chunks"]
"""Cancel at every suspension point of the block ``cancelled_somewhere()``, also twice; collect
garbage at every turn of the loop; cut what is written to connections in every way."""

# Orders in which garbage is collected, and places where one write is cut.
_MOST_ORDERS = 10
_MOST_CUTS = 500


def checked(sweep: Sweep | None) -> Sweep | None:
    """Return a sweep's name.

    Raises:
        ValueError: if there is no such sweep.
    """
    if sweep is not None and sweep not in _SWEEPS:
        msg = f"sweep must be one of {', '.join(map(repr, _SWEEPS))}, got {sweep!r}"
        raise ValueError(msg)
    return sweep


def swept(sweep: Sweep, search: Search, default: Run) -> Iterator[Run]:
    """Yield the runs of a sweep; ends where the caller has seen enough."""
    return _SWEEPS[sweep](search, default)


def missing(sweep: Sweep | None, default: Run) -> Missing | None:
    """Tell what a sweep has not found in the default order, if it had nothing to sweep."""
    if sweep == "cancel" and default.points == 0:
        return "point" if default.blocks else "block"
    if sweep == "chunks" and not _writes(default):
        return "write"
    return None


def _writes(run: Run) -> list[int]:
    """Return the places of the choices of how a write is cut."""
    return [place for place, choice in enumerate(run.made) if choice.kind is Kind.CHUNKS]


def _cancellations(search: Search, default: Run) -> Iterator[Run]:
    """Cancel at each suspension point; then again at each one that comes after the first."""
    once = []
    for point in range(1, default.points + 1):
        run = search.replay(replace(DEFAULT, cancel=(point,)))
        yield run
        once.append((point, run.points))
    for point, points in once:
        for second in range(point + 1, points + 1):
            yield search.replay(replace(DEFAULT, cancel=(point, second)))


def _collections(search: Search, default: Run) -> Iterator[Run]:
    """Collect garbage at each turn: in the default order, and in those with one deviation."""
    yield search.replay(replace(DEFAULT, garbage=True))
    for run in search.few_deviations(default, 1, cap=_MOST_ORDERS):
        yield search.replay(replace(run.token, garbage=True))


def _chunkings(search: Search, default: Run) -> Iterator[Run]:
    """Cut every write byte by byte, then each one in every way."""
    writes = _writes(default)
    if not writes:
        return
    all_of_them = [
        choice._replace(pick=1) if choice.kind is Kind.CHUNKS else choice for choice in default.made
    ]
    yield search.replay(token_of(all_of_them))
    for place in writes:
        choice = default.made[place]
        step = 1 + (choice.ways - 1) // _MOST_CUTS
        for pick in (1, *range(2, choice.ways, step)):
            yield search.replay(token_of([*default.made[:place], choice._replace(pick=pick)]))


_SWEEPS: dict[Sweep, Callable[[Search, Run], Iterator[Run]]] = {
    "cancel": _cancellations,
    "garbage": _collections,
    "chunks": _chunkings,
}
