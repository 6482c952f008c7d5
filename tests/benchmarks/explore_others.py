"""The same programs under other explorers of asyncio, as far as they are installed.

Where this package has an operation that answers within a range, theirs is a sleep of a length that
they choose within it.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.explore.run import Runner, on_stage
from pytest_coro_lessons.explore.strategies import strategy
from pytest_coro_lessons.explore.token import DEFAULT
from pytest_coro_lessons.operations import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from races.catalogue import Program

    from pytest_coro_lessons.latency import Latency
    from pytest_coro_lessons.operations import Call

    Failed = Callable[[int], bool]
    """Runs a program once, in the order of a seed, and tells whether it failed."""


class SleepingWorld(World):
    """Answers come after a sleep of any length within their range."""

    def __init__(self, uniform: Callable[[float, float], float]) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(lambda: round(loop.time() * 1e9))
        self._uniform = uniform

    async def _wait(self, call: Call, latency: Latency) -> None:
        seconds = latency.lo
        if latency.lo < latency.hi:
            seconds = self._uniform(latency.lo, latency.hi)
        await asyncio.sleep(seconds)


def ours(program: Program) -> Failed:
    runner = Runner(program)
    with on_stage():
        steps = len(runner.replay(DEFAULT).made)

    def failed(seed: int) -> bool:
        return not runner.run(strategy("compare", seed, steps)).passed

    return failed


def detangle(program: Program, *, reorder: bool) -> Failed:
    package: Any = importlib.import_module("detangle")

    async def main() -> None:
        await program(SleepingWorld(package.uniform))

    def failed(seed: int) -> bool:
        try:
            package.run(main, seed=seed, reorder=reorder)
        except Exception:  # noqa: BLE001 - however it fails
            return True
        return False

    return failed


def simloop(program: Program) -> Failed:
    package: Any = importlib.import_module("simloop")

    async def main() -> None:
        await program(SleepingWorld(package.sim.random.uniform))

    return lambda seed: package.explore(main, [seed]) is not None


def contenders() -> Iterator[tuple[str, Callable[[Program], Failed]]]:
    yield "ours, mixed", ours
    if importlib.util.find_spec("detangle"):
        yield "detangle", lambda program: detangle(program, reorder=True)
        yield "detangle, reorder=False", lambda program: detangle(program, reorder=False)
    if importlib.util.find_spec("simloop"):
        yield "simloop", simloop


def rates(programs: dict[str, Program], make: Any, runs: int) -> dict[str, float]:
    """Return how many of a hundred runs fail, for each program."""
    found = {}
    for name, program in programs.items():
        failed = make(program)
        if make is ours:
            with on_stage():
                found[name] = 100 * sum(map(failed, range(runs))) / runs
        else:
            found[name] = 100 * sum(map(failed, range(runs))) / runs
    return found
