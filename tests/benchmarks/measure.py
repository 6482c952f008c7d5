"""Runs the contenders in turn, in an order drawn anew for each round, and keeps medians."""

from __future__ import annotations

import gc
import random
import statistics
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    # Does its work once and says how many items that was.
    Job = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One contender in one scenario.

    Attributes:
        items: How many it did in each round.
        seconds_per_item: The median of the rounds; None if the contender is not installed.
        spread: The slowest round by the fastest; None where noise makes a slope negative.
        ratio: To the contender called ``ours``; None without one of the two.
    """

    name: str
    items: int
    seconds_per_item: float | None
    spread: float | None
    ratio: float | None


def alternate(
    jobs: Mapping[str, Job], rounds: int, seed: int
) -> dict[str, list[tuple[int, float]]]:
    """Time every job once a round; a machine that gets busy slows all of them, not one."""
    order = list(jobs)
    shuffle = random.Random(seed).shuffle
    samples: dict[str, list[tuple[int, float]]] = {name: [] for name in jobs}
    for _ in range(rounds):
        shuffle(order)
        for name in order:
            gc.collect()
            begin = perf_counter()
            items = jobs[name]()
            samples[name].append((items, perf_counter() - begin))
    return samples


def figures(
    names: Sequence[str], samples: Mapping[str, Sequence[tuple[int, float]]], ours: str
) -> list[Figure]:
    """Medians, and ratios to ``ours``, of all ``names``; those without samples stay empty."""
    per_item = {name: [seconds / items for items, seconds in samples[name]] for name in samples}
    medians = {name: statistics.median(values) for name, values in per_item.items()}
    base = medians.get(ours)
    return [
        Figure(
            name=name,
            items=samples[name][0][0] if name in samples else 0,
            seconds_per_item=medians.get(name),
            spread=_spread(per_item.get(name, [])),
            ratio=medians[name] / base if base and name in medians else None,
        )
        for name in names
    ]


def _spread(values: Sequence[float]) -> float | None:
    return max(values) / min(values) if values and min(values) > 0 else None
