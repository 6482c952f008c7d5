"""Belief: a generator gives everything with yield, its result as well. It has not ended then."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    total, count, mean = 0.0, 0, None
    while (number := (yield mean)) is not None:
        total += number
        count += 1
        mean = total / count
    yield count
