"""Belief: yield first, then compute. What is handed out is the mean of the step before."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    total, count, mean = 0.0, 0, None
    number = yield None
    while number is not None:
        total += number
        count += 1
        number = yield mean
        mean = total / count
    return count
