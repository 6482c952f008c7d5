"""Graded test of `running_mean`."""

from pytest_coro_lessons import result


def send(generator, value):
    """Give what the generator yields; if it ends, the StopIteration with what it returns."""
    try:
        return generator.send(value)
    except StopIteration as end:
        return f"StopIteration({end.value!r})"


def last_step(generator):
    given = send(generator, None)
    return given if isinstance(given, str) else f"yield {given!r}"


def test_gives_the_mean_of_what_came_so_far(exercise):
    mean = exercise.running_mean()

    result(next(mean), None, of="next(mean)")
    result([send(mean, 10), send(mean, 20), send(mean, 60)], [10, 15, 30], of="mean.send")


def test_zero_is_a_number(exercise):
    mean = exercise.running_mean()

    next(mean)
    result([send(mean, 4), send(mean, 0), send(mean, -1)], [4, 2, 1], of="mean.send")


def test_returns_how_many_numbers_came(exercise):
    three, empty = exercise.running_mean(), exercise.running_mean()

    next(three), three.send(7), three.send(8), three.send(9)
    result(last_step(three), "StopIteration(3)", of="three.send(None)")

    next(empty)
    result(last_step(empty), "StopIteration(0)", of="empty.send(None)")


def test_two_generators_know_nothing_of_each_other(exercise):
    cold, warm = exercise.running_mean(), exercise.running_mean()

    next(cold), next(warm)
    pairs = [(send(cold, -10), send(warm, 30)), (send(cold, -20), send(warm, 40))]

    result(pairs, [(-10, 30), (-15, 35)], of="cold.send, warm.send")
    result(last_step(cold), "StopIteration(2)", of="cold.send(None)")
