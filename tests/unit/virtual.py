"""Running a coroutine in virtual time, for tests of what works in any runner."""

from __future__ import annotations

import asyncio
import textwrap
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.loop import VirtualTimeLoop
from pytest_coro_lessons.operations import World

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_coro_lessons.clock import VirtualClock
    from pytest_coro_lessons.diagnostics import Diagnostic


def run(main: Coroutine[Any, Any, Any], *, clock: VirtualClock | None = None) -> Any:
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock=clock)) as runner:
        return runner.run(main)


def run_in_world(main: Callable[[World], Coroutine[Any, Any, Any]]) -> Any:
    """Run ``main(world)`` in a world whose time is the loop's and whose learner is the caller."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        loop: Any = runner.get_loop()
        world = World(loop.clock.time_ns)
        world.learner_files.add(main.__code__.co_filename)
        try:
            return runner.run(main(world))
        finally:
            world.close()


def without_proof(found: Diagnostic) -> dict[str, Any]:
    """The facts of a finding without the piece of timeline that proves it."""
    return {name: fact for name, fact in found.facts.items() if name != "spans"}


def learner(source: str) -> dict[str, Any]:
    """The names that a learner's file ``exercise.py`` with this source defines."""
    names: dict[str, Any] = {}
    exec(compile(textwrap.dedent(source), "exercise.py", "exec"), names)
    return names
