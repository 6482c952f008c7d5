"""A generator that takes numbers and gives their mean."""

from collections.abc import Generator


def running_mean() -> Generator[float | None, float | None, int]:
    # TODO: take one number after another, and give the mean of all of them each time.
    # TODO: when None comes instead of a number, return how many numbers came.
    raise NotImplementedError
    yield  # this word makes the function a generator function


if __name__ == "__main__":
    mean = running_mean()
    next(mean)  # up to the first yield
    for number in [10, 20, 60]:
        print(f"after {number} the mean is {mean.send(number)}")
    try:
        mean.send(None)
    except StopIteration as end:
        print(f"it ended, and returned {end.value}")
