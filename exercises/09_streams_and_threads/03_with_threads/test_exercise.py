"""Graded test of `summarize`. The seconds are virtual, also those that threads sleep."""

import asyncio
import time
from contextlib import asynccontextmanager

from pytest_coro_lessons import in_any_order, result, took


def slow_computer(seconds=1.0):
    """A `compute` that blocks, and the files it was called for."""
    asked = []

    def compute(file):
        asked.append(file)
        time.sleep(seconds)
        return f"{len(file)} letters, {ord(file[0])}"

    return compute, asked


@asynccontextmanager
async def canary(every):
    """Something that sings regularly, as long as the event loop lets it; yields its times."""
    loop, songs = asyncio.get_running_loop(), []
    start = loop.time()

    async def sing():
        while True:
            await asyncio.sleep(every)
            songs.append(loop.time() - start)

    singing = asyncio.create_task(sing())
    try:
        yield songs
    finally:
        singing.cancel()
        await asyncio.wait([singing])


async def test_the_event_loop_goes_on_meanwhile(exercise):
    compute, asked = slow_computer()

    async with canary(every=0.25) as songs:
        await exercise.summarize(["first.txt"], compute)

    result(asked, ["first.txt"], of="asked")
    result(songs[:3], [0.25, 0.5, 0.75], of="songs")


async def test_four_files_take_as_long_as_one(exercise):
    compute, asked = slow_computer()

    with took(1.0):
        await exercise.summarize(["a", "b", "c", "d"], compute)

    in_any_order(asked, ["a", "b", "c", "d"])


async def test_results_come_in_the_order_of_the_files(exercise):
    seconds = {"slow": 1.0, "fast": 0.25}

    def compute(file):
        time.sleep(seconds[file])
        return f"{file} read in {seconds[file]} s"

    summaries = await exercise.summarize(["slow", "fast"], compute)

    result(summaries, ["slow read in 1.0 s", "fast read in 0.25 s"])
