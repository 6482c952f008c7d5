"""Graded test of `greet_all`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import in_any_order, in_order, one_after_another, took


async def test_greets_everybody_in_order(exercise, world):
    say = world.operation("say", seconds=1.0)

    await exercise.greet_all(["Eva", "Ana", "Luis", "Bea"], say)

    in_order(say, ["Eva", "Ana", "Luis", "Bea"])


async def test_each_greeting_waits_for_the_one_before(exercise, world):
    say = world.operation("say", seconds=1.0)

    with took(3.0):
        await exercise.greet_all(["Ana", "Luis", "Eva"], say)
        one_after_another(say)

    in_any_order(say, ["Ana", "Luis", "Eva"])
