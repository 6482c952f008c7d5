"""Graded test of `triage`. The seconds are virtual: they take no real time."""

import asyncio

from pytest_coro_lessons import in_order, no_busy_wait, one_after_another, started_at

ANA, LUIS, EVA, BEA = ({"name": name} for name in ["Ana", "Luis", "Eva", "Bea"])


async def arriving(*arrivals):
    """Patients who arrive at these seconds."""
    now = 0.0
    for at, level, patient in arrivals:
        await asyncio.sleep(at - now)
        now = at
        yield level, patient


async def test_the_most_urgent_comes_first(exercise, world):
    patients = arriving((0.0, 3, ANA), (0.2, 3, LUIS), (0.4, 1, EVA), (0.6, 2, BEA))
    attend = world.operation("attend", seconds=1.0)

    # Ana is alone when she comes, so it is her turn at once. Three have come when she leaves.
    await exercise.triage(patients, attend)

    one_after_another(attend)
    in_order(attend, [ANA, EVA, BEA, LUIS])


async def test_of_the_same_level_the_first_to_arrive_comes_first(exercise, world):
    patients = arriving((0.0, 2, LUIS), (0.2, 2, EVA), (0.4, 2, ANA), (0.6, 2, BEA))
    attend = world.operation("attend", seconds=1.0)

    await exercise.triage(patients, attend)

    in_order(attend, [LUIS, EVA, ANA, BEA])


async def test_a_late_emergency_goes_ahead_of_all_who_wait(exercise, world):
    patients = arriving((0.0, 2, ANA), (0.2, 3, LUIS), (0.4, 2, EVA), (1.5, 1, BEA))
    attend = world.operation("attend", seconds=1.0)

    # Bea comes while Eva is attended: Eva is not interrupted, and Luis has to wait again.
    await exercise.triage(patients, attend)

    in_order(attend, [ANA, EVA, BEA, LUIS])
    started_at(attend, [0.0, 1.0, 2.0, 3.0])


async def test_waits_for_whoever_comes_next(exercise, world):
    patients = arriving((0.123, 3, ANA), (4.321, 2, LUIS), (4.5, 1, EVA))
    attend = world.operation("attend", seconds=1.0)

    with no_busy_wait():
        await exercise.triage(patients, attend)

    started_at(attend, [0.123, 4.321, 5.321])
