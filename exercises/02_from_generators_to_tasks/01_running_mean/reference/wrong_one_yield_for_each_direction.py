"""Belief: one yield takes a value and another one gives one. Every send meets only one of them."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    total, count = 0.0, 0
    while True:
        number = yield
        if number is None:
            return count
        total += number
        count += 1
        yield total / count
