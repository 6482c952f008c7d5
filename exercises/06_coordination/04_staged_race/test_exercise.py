"""Graded test of `staged_race`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import ended_at, failed_with, in_any_order, started_at, took


class Injured(Exception):
    """A runner cannot go on."""


async def test_everyone_runs_every_stage_at_the_same_time_as_the_others(exercise, world):
    ana = world.operation("ana", seconds=lambda stage: 2.0)
    luis = world.operation("luis", seconds=lambda stage: 2.0)

    with took(6.0):
        await exercise.staged_race([ana, luis], 3)

    started_at([ana, luis], [0, 0, 2, 2, 4, 4])


async def test_nobody_starts_a_stage_before_everybody_has_ended_the_one_before(exercise, world):
    seconds = {"ana": [1.0, 3.0], "luis": [3.0, 1.0], "eva": [2.0, 2.0]}
    runners = [
        world.operation(name, seconds=lambda stage, name=name: seconds[name][stage - 1])
        for name in seconds
    ]

    await exercise.staged_race(runners, 2)

    started_at(runners, [0, 0, 0, 3, 3, 3])
    ended_at(runners, [1, 2, 3, 4, 5, 6])


async def test_each_runner_is_told_the_number_of_the_stage(exercise, world):
    ana, luis = world.operation("ana"), world.operation("luis")

    await exercise.staged_race([ana, luis], 3)

    in_any_order(ana, [1, 2, 3])
    in_any_order(luis, [1, 2, 3])


async def test_the_race_ends_when_a_runner_cannot_go_on(exercise, world):
    ana = world.operation("ana", seconds=lambda stage: 2.0)
    luis = world.operation(
        "luis",
        seconds=lambda stage: 1.0,
        raises=lambda stage: Injured("at the second stage") if stage == 2 else None,
    )

    # The error may come alone or in a group; Luis gives up one second into the second stage.
    with took(3.0), failed_with(Injured, ExceptionGroup) as failure:
        await exercise.staged_race([ana, luis], 4)

    assert "at the second stage" in repr(failure.error)
