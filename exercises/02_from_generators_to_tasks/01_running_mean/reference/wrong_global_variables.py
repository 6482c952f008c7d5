"""Belief: what has to outlive a pause belongs outside of the function. All share it."""

from collections.abc import Generator

total, count = 0.0, 0


def running_mean() -> Generator[float | None, float | None, int]:
    global total, count
    mean = None
    while (number := (yield mean)) is not None:
        total += number
        count += 1
        mean = total / count
    return count
