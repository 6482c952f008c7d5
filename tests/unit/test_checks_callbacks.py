"""Callbacks that have to wait for their turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from pytest_coro_lessons.checks import called_later, in_order
from pytest_coro_lessons.diagnostics import CheckFailed

from .virtual import learner, run_in_world

if TYPE_CHECKING:
    from pytest_coro_lessons.operations import World

READ = learner(
    """
    def read(on_done):
        on_done("text")
    """
)["read"]


def test_what_the_loop_calls_afterwards_passes() -> None:
    async def main(world: World) -> None:
        on_done = world.callback("on_done")
        on_done("before")
        with called_later(on_done):
            asyncio.get_running_loop().call_soon(on_done, "later")
        await asyncio.sleep(0)
        in_order(on_done.values, ["before", "later"])

    run_in_world(main)


def test_a_call_inside_of_the_block_fails_with_its_line() -> None:
    async def main(world: World) -> None:
        world.learner_files.add("exercise.py")
        on_done, never = world.callback("on_done"), world.callback("never")
        with pytest.raises(CheckFailed) as caught, called_later(never, on_done):
            READ(on_done)
        found = caught.value.diagnostic
        assert (found.code, found.file, found.line) == ("CL210", "exercise.py", 3)
        assert found.facts == {"callback": "on_done", "call": "on_done('text')"}

    run_in_world(main)


def test_a_call_that_came_too_early_leads_over_the_check_inside_of_the_block() -> None:
    async def main(world: World) -> None:
        on_done = world.callback("on_done")
        with pytest.raises(CheckFailed, match="CL210"), called_later(on_done):
            in_order([on_done("text")], [])

    run_in_world(main)


def test_an_error_in_the_block_comes_out_as_it_is() -> None:
    async def main(world: World) -> None:
        on_done = world.callback("on_done")
        with pytest.raises(ZeroDivisionError), called_later(on_done):
            on_done(1 / 0)

    run_in_world(main)
