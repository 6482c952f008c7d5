"""Graded test of `map_limited`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import at_once, kept_busy, result, took


async def test_two_at_once_and_never_three(exercise, world):
    work = world.operation("work")

    with took(4.0):
        await exercise.map_limited(work, list("abcdefgh"), 2)
        at_once(work, 2)


async def test_a_limit_above_the_number_of_items_holds_nobody_up(exercise, world):
    work = world.operation("work")

    with took(1.0):
        await exercise.map_limited(work, ["a", "b", "c"], 10)
        at_once(work, 3)


async def test_a_free_slot_takes_the_next_item_at_once(exercise, world):
    work = world.operation("work", seconds=lambda item: item)

    with took(6.0):
        await exercise.map_limited(work, [4.0, 1.0, 1.0, 2.0, 2.0], 2)
        at_once(work, 2)
        kept_busy(work, 2)


async def test_results_come_in_the_order_of_the_items(exercise, world):
    seconds = {"slow": 3.0, "quick": 1.0, "steady": 2.0}
    colours = {"slow": "violet", "quick": "orange", "steady": "green"}
    work = world.operation("work", seconds=seconds.get, returns=colours.get)

    answers = await exercise.map_limited(work, ["slow", "quick", "steady"], 3)

    result(answers, ["violet", "orange", "green"])


async def test_nothing_to_do(exercise, world):
    work = world.operation("work")

    with took(0):
        answers = await exercise.map_limited(work, [], 3)

    result(answers, [])
