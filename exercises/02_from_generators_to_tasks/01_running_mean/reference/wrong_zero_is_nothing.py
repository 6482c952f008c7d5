"""Belief: zero and None are the same. A zero ends the generator."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    total, count, mean = 0.0, 0, None
    while number := (yield mean):
        total += number
        count += 1
        mean = total / count
    return count
