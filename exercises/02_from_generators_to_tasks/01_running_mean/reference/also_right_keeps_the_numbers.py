"""Also right: a list of all numbers, and an endless loop with a way out."""

from collections.abc import Generator
from statistics import fmean


def running_mean() -> Generator[float | None, float | None, int]:
    numbers = []
    number = yield None
    while True:
        if number is None:
            return len(numbers)
        numbers.append(number)
        number = yield fmean(numbers)
