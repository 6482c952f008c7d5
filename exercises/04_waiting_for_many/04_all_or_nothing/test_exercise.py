"""Graded test of `all_or_nothing`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import at_once, failed_with, result, took, was_cancelled


async def test_all_of_the_results_come_in_the_order_of_the_names(exercise, world):
    durations = {"flight": 3.0, "hotel": 1.0, "car": 2.0}
    step = world.operation(
        "step", seconds=lambda name: durations[name], returns=lambda name: f"{name} booked"
    )

    with took(3.0):
        answers = await exercise.all_or_nothing(step, ["flight", "hotel", "car"])
        at_once(step, 3)

    result(answers, ["flight booked", "hotel booked", "car booked"])


async def test_one_failure_calls_off_the_others(exercise, world):
    durations = {"flight": 3.0, "hotel": 1.0, "car": 2.0}
    errors = {"hotel": ValueError("the hotel is full")}
    step = world.operation("step", seconds=lambda name: durations[name], raises=errors.get)

    with took(1.0):
        with failed_with(ValueError, match="the hotel is full"):
            await exercise.all_or_nothing(step, ["flight", "hotel", "car"])
        was_cancelled([*step.called_with("flight"), *step.called_with("car")], at=1.0)


async def test_of_two_failures_at_the_same_moment_one_comes_out(exercise, world):
    errors = {"hotel": ValueError("no such hotel"), "car": ConnectionError("no answer")}
    step = world.operation("step", seconds=2.0, raises=errors.get)

    with took(2.0), failed_with(ValueError, ConnectionError):
        await exercise.all_or_nothing(step, ["hotel", "car"])
