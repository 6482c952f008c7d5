"""One solution of `running_mean`."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    # Local variables are enough: a generator that is paused keeps them, and each generator
    # has its own.
    total, count, mean = 0.0, 0, None
    # One `yield` does both: it hands out `mean`, pauses, and when somebody sends a value it
    # is that value. So what is handed out is the answer to the number before.
    while (number := (yield mean)) is not None:
        total += number
        count += 1
        mean = total / count
    # What a generator returns travels in the StopIteration that ends it.
    return count
