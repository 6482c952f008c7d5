"""Graded test of `save_no_matter_what`. The seconds are virtual: they take no real time."""

import asyncio

import pytest

from pytest_coro_lessons import (
    cancelled_at,
    cancelled_somewhere,
    ended_at,
    failed_with,
    in_any_order,
    result,
    took,
)


async def test_the_commit_runs_to_its_end(exercise, world):
    commit = world.operation("commit", seconds=2.0)

    with took(2.0):
        await exercise.save_no_matter_what(commit, "report")
        in_any_order(commit, ["report"])


async def test_a_commit_that_fails_says_so(exercise, world):
    commit = world.operation("commit", seconds=2.0, raises=OSError("the disk is full"))

    with failed_with(OSError, match="the disk is full"):
        await exercise.save_no_matter_what(commit, "report")


async def test_a_cancellation_comes_out_when_the_commit_has_ended(exercise, world):
    commit = world.operation("commit", seconds=2.0)

    with took(2.0):
        with cancelled_at(0.5, within=3.0):
            await exercise.save_no_matter_what(commit, "report")
        in_any_order(commit, ["report"])
        ended_at(commit, 2.0)


async def test_a_second_cancellation_does_not_cut_it_short(exercise, world):
    commit = world.operation("commit", seconds=2.0)

    loop = asyncio.get_running_loop()

    with took(2.0):
        saving = asyncio.create_task(exercise.save_no_matter_what(commit, "report"))
        loop.call_later(0.5, saving.cancel)
        loop.call_later(1.0, saving.cancel)
        with failed_with(asyncio.CancelledError):
            await saving
        ended_at(commit, 2.0)


@pytest.mark.explore(sweep="cancel")
async def test_wherever_it_is_cancelled_all_is_saved_once(exercise, world):
    commit = world.operation("commit", seconds=2.0)

    with cancelled_somewhere():
        await exercise.save_no_matter_what(commit, "report")

    result([call.outcome for call in commit.calls], ["ok"], of="outcomes of commit")
