"""Graded test of `run_tasks`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import at_once, result, sets_in_reverse, took


async def test_three_waits_overlap(exercise, world):
    work = world.operation("work", seconds=lambda name, seconds: seconds)

    with took(1.0):
        await exercise.run_tasks(work, ["a", "b", "c"], 1.0)
        at_once(work, 3)


async def test_ten_waits_overlap(exercise, world):
    work = world.operation("work", seconds=lambda name, seconds: seconds)

    with took(2.5):
        await exercise.run_tasks(work, list("abcdefghij"), 2.5)
        at_once(work, 10)


async def test_results_come_in_the_order_of_the_names(exercise, world):
    durations = {"slow": 3.0, "quick": 1.0, "steady": 2.0}
    work = world.operation(
        "work",
        seconds=lambda name, seconds: durations[name],
        returns=lambda name, seconds: f"{name} after {seconds}",
    )

    # The sets that asyncio.wait gives back have no order; here they come out backwards.
    with sets_in_reverse():
        answers = await exercise.run_tasks(work, ["slow", "quick", "steady"], 0.5)

    result(answers, ["slow after 0.5", "quick after 0.5", "steady after 0.5"])


async def test_waits_for_the_slowest(exercise, world):
    # The work is asked to take one second, and one of the three takes longer than that.
    durations = {"a": 0.5, "b": 1.75, "c": 1.0}
    work = world.operation("work", seconds=lambda name, seconds: durations[name])

    with took(1.75):
        await exercise.run_tasks(work, ["a", "b", "c"], 1.0)
