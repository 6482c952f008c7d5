"""Belief: a new generator can be sent a value. It has not reached its first yield yet."""

from collections.abc import Generator


def running_total() -> Generator[float, float, None]:
    total = 0.0
    while True:
        total += yield total


def running_mean() -> Generator[float | None, float | None, int]:
    totals = running_total()
    count, mean = 0, None
    while (number := (yield mean)) is not None:
        count += 1
        mean = totals.send(number) / count
    return count
