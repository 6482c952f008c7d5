"""Graded test of `read_without_blocking`. The seconds are virtual: they take no real time."""

import asyncio
import runpy
from pathlib import Path

from pytest_coro_lessons import (
    called_later,
    in_order,
    no_new_threads,
    result,
    started_at,
    took,
)

Disk = runpy.run_path(str(Path(__file__).with_name("disk.py")))["Disk"]


async def test_tells_when_the_file_is_there(exercise, world):
    # The loop is Python's own. It has a `call_later` too, and runs while the test sleeps.
    loop, on_done = asyncio.get_running_loop(), world.callback("on_done")
    disk = Disk(loop, {"notes.txt": (b"milk, eggs", 2.0)})

    with no_new_threads():
        exercise.read_without_blocking(loop, disk, "notes.txt", on_done)
    await asyncio.sleep(5)

    result(on_done.values, [b"milk, eggs"], of="on_done")
    started_at(on_done, [2.0])


async def test_two_reads_wait_at_the_same_time(exercise, world):
    loop, on_done = asyncio.get_running_loop(), world.callback("on_done")
    disk = Disk(loop, {"long.txt": (b"a novel", 3.0), "short.txt": (b"a poem", 2.0)})

    with took(0.0), no_new_threads():
        exercise.read_without_blocking(loop, disk, "long.txt", on_done)
        exercise.read_without_blocking(loop, disk, "short.txt", on_done)
    await asyncio.sleep(5)

    in_order(on_done, [b"a poem", b"a novel"])
    started_at(on_done, [2.0, 3.0])


async def test_tells_later_even_if_the_file_is_there_already(exercise, world):
    loop, on_done = asyncio.get_running_loop(), world.callback("on_done")
    disk = Disk(loop, {"known.txt": (b"old news", 0.0)})

    with called_later(on_done), no_new_threads():
        exercise.read_without_blocking(loop, disk, "known.txt", on_done)
    await asyncio.sleep(1)

    result(on_done.values, [b"old news"], of="on_done")
