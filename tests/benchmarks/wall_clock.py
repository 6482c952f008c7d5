"""Measures what the wall clock costs a test and a read, beside a ``freeze_time`` around each test.

    python tests/benchmarks/wall_clock.py
    python tests/benchmarks/wall_clock.py --modules 3000

A freeze costs more the more modules are loaded; ``--modules`` loads empty ones on top of pytest's.
Trust the ratios; the times are those of this machine at this minute.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import platform
import sys
import time
import types
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from measure import alternate, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from measure import Job

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = f"{'contender':<42} |   items | us an item | ratio to ours | max/min"
START = "2024-01-01"


def costs_of_a_test(tests: int) -> Mapping[str, Job]:
    """Jobs that do what goes around each of so many tests, and nothing else."""
    from freezegun import freeze_time

    from pytest_coro_lessons.clock import VirtualClock
    from pytest_coro_lessons.wall_clock import WallClock, hold, release

    clock = VirtualClock()

    def wall_clocks(amount: int) -> int:
        for _ in range(amount):
            with WallClock(clock.time_ns, start=START):
                pass
        return amount

    def held() -> int:
        hold()
        wall_clocks(tests)
        release()
        return tests

    def frozen() -> int:
        few = max(1, tests // 50)
        for _ in range(few):
            with freeze_time(START):
                pass
        return few

    return {
        "wall clocks in one hold, and the hold": held,
        "a wall clock that holds by itself": lambda: wall_clocks(max(1, tests // 50)),
        "freeze_time": frozen,
    }


def costs_of_a_read(reads: int, read: Callable[[], object]) -> Mapping[str, Job]:
    """Jobs that ask for the time so many times."""
    from freezegun import freeze_time

    from pytest_coro_lessons.clock import VirtualClock
    from pytest_coro_lessons.wall_clock import WallClock, hold, release

    clock = VirtualClock()

    def many() -> int:
        for _ in range(reads):
            read()
        return reads

    def in_a_wall_clock() -> int:
        with WallClock(clock.time_ns, start=START):
            return many()

    def outside_while_held() -> int:
        hold()
        try:
            return many()
        finally:
            release()

    def frozen() -> int:
        with freeze_time(START):
            return many()

    return {
        "in a wall clock": in_a_wall_clock,
        "outside of it, while held": outside_while_held,
        "in a freeze_time": frozen,
        "the real one": many,
    }


def scenarios(tests: int) -> Iterator[tuple[str, Mapping[str, Job]]]:
    yield f"around a test, {tests} tests", costs_of_a_test(tests)
    yield "time.monotonic()", costs_of_a_read(20 * tests, lambda: time.monotonic())
    yield "datetime.now()", costs_of_a_read(20 * tests, lambda: datetime.now())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tests", type=int, default=1000, metavar="N", help="in one session")
    parser.add_argument("--modules", type=int, default=0, metavar="N", help="empty ones on top")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="for the medians")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    import pytest

    names = [f"empty_module_{number}" for number in range(options.modules)]
    sys.modules.update({name: types.ModuleType(name) for name in names})
    print(f"Python {platform.python_version()}, pytest {pytest.__version__}", end=", ")
    print(f"{len(sys.modules)} modules, medians of {options.rounds} rounds")
    for title, jobs in scenarios(options.tests):
        print(f"\n{title}\n{HEADINGS}")
        samples = alternate(jobs, options.rounds, seed=1)
        for figure in figures(list(jobs), samples, ours=next(iter(jobs))):
            microseconds = (figure.seconds_per_item or 0) * 1e6
            print(f"{figure.name:<42} | {figure.items:>7} | {microseconds:>10.2f}", end="")
            print(f" | {figure.ratio or 0:>13.2f} | {figure.spread or 0:>7.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
