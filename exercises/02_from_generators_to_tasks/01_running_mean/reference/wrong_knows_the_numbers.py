"""Belief: only the values that come out count. Nothing is ever taken in."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    yield None
    yield 10
    yield 15
    yield 30
    return 3
