"""Work that is done in several processes, with somebody who watches."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with how much is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the work for another process, and how much of the whole it is."""

    work: Callable[[], Any]
    weight: int


def done(parts: Sequence[Part], jobs: int, progress: Progress) -> list[Any]:
    """Do all parts, the longest first, and return what they return in their own order.

    Args:
        jobs: How many processes work at the same time; 0 for none but this one.
    """
    total, so_far = sum(part.weight for part in parts), 0
    progress(so_far, total)
    results: dict[int, Any] = {}
    longest_first = sorted(range(len(parts)), key=lambda number: -parts[number].weight)
    with _pool(jobs) as submit:
        futures = {submit(parts[number].work): number for number in longest_first}
        for future in as_completed(futures):
            number = futures[future]
            results[number] = future.result()
            so_far += parts[number].weight
            progress(so_far, total)
    return [results[number] for number in range(len(parts))]


@contextmanager
def _pool(jobs: int) -> Iterator[Callable[[Callable[[], T]], Future[T]]]:
    if jobs < 1:
        yield _at_once
        return
    # Spawned everywhere: a fork of a process with threads may hang, and not all systems fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield pool.submit


def _at_once(work: Callable[[], T]) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(work())
    return future
