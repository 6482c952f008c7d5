"""Graded test of `Background`. The seconds are virtual: they take no real time."""

import asyncio
import weakref

import pytest

from pytest_coro_lessons import at_once, cancelled_at, cancelled_somewhere, ended_at, result, took


async def test_jobs_start_at_once_and_nobody_waits_for_them(exercise, world):
    work, background = world.operation("work"), exercise.Background()

    background.spawn(work("a"))
    background.spawn(work("b"))
    with took(1.5):
        await asyncio.sleep(1.5)

    at_once(work, 2)
    ended_at(work, 1.0)
    await background.close()


async def test_close_waits_until_the_last_job_has_ended(exercise, world):
    work, background = world.operation("work", seconds=lambda n: n), exercise.Background()

    for seconds in (1.0, 3.0, 2.0):
        background.spawn(work(seconds))
    with took(3.0):
        await background.close()

    ended_at(work, [1, 2, 3])


async def test_close_also_waits_for_jobs_that_are_started_meanwhile(exercise, world):
    work, background = world.operation("work"), exercise.Background()

    async def job(follow_ups):
        await work(follow_ups)
        if follow_ups:
            background.spawn(job(follow_ups - 1))

    background.spawn(job(2))
    with took(3.0):
        await background.close()

    ended_at(work, [1, 2, 3])


async def test_errors_are_collected_when_they_happen(exercise, world):
    fail = world.operation("fail", seconds=lambda n: n, raises=lambda n: ValueError(f"after {n}"))
    fine, background = world.operation("fine"), exercise.Background()

    background.spawn(fail(2))
    background.spawn(fail(1))
    background.spawn(fine())
    await asyncio.sleep(1.5)
    soon = [str(error) for error in background.errors]
    await background.close()

    result(soon, ["after 1"])
    result([str(error) for error in background.errors], ["after 1", "after 2"])


@pytest.mark.explore(sweep="garbage")
async def test_a_job_that_nobody_else_keeps_is_not_lost(exercise, world):
    work, background = world.operation("work"), exercise.Background()
    signals = weakref.WeakSet()
    heard = []

    async def listen():
        signal = asyncio.Event()
        signals.add(signal)
        await signal.wait()
        heard.append("signal")

    background.spawn(listen())
    await work()
    for signal in list(signals):
        signal.set()
    await background.close()

    result(heard, ["signal"])


async def test_nothing_is_kept_of_a_job_that_has_ended(exercise):
    background = exercise.Background()
    reports = {}

    async def job(name):
        await asyncio.sleep(1)
        report = {"a long report"}
        reports[name] = weakref.ref(report)
        return report

    for name in ("a", "b", "c"):
        background.spawn(job(name))
    await asyncio.sleep(2)

    kept = [name for name, report in reports.items() if report() is not None]
    result(kept, [], of="kept")
    await background.close()


@pytest.mark.explore(sweep="cancel")
async def test_when_close_is_cancelled_so_are_the_jobs(exercise, world):
    work, background = world.operation("work", seconds=lambda n: n), exercise.Background()

    background.spawn(work(1.0))
    background.spawn(work(2.0))
    with cancelled_somewhere(within=0):
        await background.close()

    running = [str(call) for call in work.calls if call.outcome == "running"]
    result(running, [], of="running")
    result(background.errors, [])


async def test_a_cancelled_close_waits_until_the_last_job_has_tidied_up(exercise, world):
    tidy, background = world.operation("tidy", seconds=lambda n: n), exercise.Background()

    async def job(seconds):
        try:
            await asyncio.sleep(10)
        finally:
            await tidy(seconds)

    for seconds in (1.0, 3.0, 2.0):
        background.spawn(job(seconds))
    with cancelled_at(0.5, within=3.0):
        await background.close()

    ended_at(tidy, [1.5, 2.5, 3.5])
