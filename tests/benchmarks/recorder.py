"""Measures what recording costs: the same programs on our loop, recorded and not.

    python tests/benchmarks/recorder.py
    python tests/benchmarks/recorder.py --scale 0.1 --rounds 3 --json figures.json

Two recordings beside none: the usual one, which keeps 2,000 segments and counts the rest, and one
that keeps everything. Trust the ratios; the times are those of this machine at this minute.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import alternate, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from measure import Figure, Job

    # Sleeps so many times in all.
    Program = Callable[[int], Coroutine[Any, Any, None]]

ROOT = Path(__file__).resolve().parents[2]
NOT_RECORDED = "not recorded"
EVERYTHING = 10**9
CAPS = {NOT_RECORDED: None, "recorded": 2000, "recorded, everything kept": EVERYTHING}
HEADINGS = f"{'contender':<26} |   items | us an item | ratio to none | max/min"
SLEEPS_PER_TASK = 10


async def one_after_another(sleeps: int) -> None:
    for _ in range(sleeps):
        await asyncio.sleep(1)


async def many_tasks(sleeps: int) -> None:
    tasks = max(1, sleeps // SLEEPS_PER_TASK)
    await asyncio.gather(*(one_after_another(SLEEPS_PER_TASK) for _ in range(tasks)))


async def nested_calls(sleeps: int) -> None:
    for _ in range(sleeps):
        await _outer()


async def _outer() -> None:
    await _inner()


async def _inner() -> None:
    await asyncio.sleep(1)


async def short_tasks(sleeps: int) -> None:
    for _ in range(max(1, sleeps // SLEEPS_PER_TASK)):
        await asyncio.gather(*(_inner() for _ in range(SLEEPS_PER_TASK)))


async def through_a_queue(sleeps: int) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(1)

    async def produce() -> None:
        for number in range(sleeps):
            await asyncio.sleep(1)
            await queue.put(number)

    async def consume() -> None:
        for _ in range(sleeps):
            await queue.get()

    await asyncio.gather(produce(), consume())


SCENARIOS: dict[str, tuple[Program, int]] = {
    "one task, sleep(1) after sleep(1)": (one_after_another, 100_000),
    "1,000 tasks, 10 sleeps each": (many_tasks, 10_000),
    "two calls deep, again and again": (nested_calls, 20_000),
    "ten tasks of one sleep, again and again": (short_tasks, 10_000),
    "a producer and a consumer": (through_a_queue, 10_000),
    "a short exercise: 300 calls two deep": (nested_calls, 300),
}


def recorded(program: Program, sleeps: int, cap: int | None) -> int:
    """Run a program, recorded up to ``cap``, or not at all if that is None."""
    from pytest_coro_lessons import VirtualTimeLoop
    from pytest_coro_lessons.timeline import Recorder

    loop = VirtualTimeLoop()
    recorder = None if cap is None else Recorder(loop, cap=cap)
    if recorder is not None:
        recorder.start()
    try:
        loop.run_until_complete(program(sleeps))
    finally:
        if recorder is not None:
            recorder.stop()
        loop.close()
    return sleeps


def jobs(program: Program, sleeps: int) -> Mapping[str, Job]:
    return {name: partial(recorded, program, sleeps, cap) for name, cap in CAPS.items()}


def row(figure: Figure) -> str:
    microseconds = (figure.seconds_per_item or 0) * 1e6
    numbers = f"{microseconds:>10.2f} | {figure.ratio or 0:>13.2f} | {figure.spread or 0:>7.1f}"
    return f"{figure.name:<26} | {figure.items:>7} | {numbers}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, metavar="FACTOR", help="of the work")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="for the medians")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures to a file")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))

    print(f"Python {platform.python_version()}, medians of {options.rounds} rounds")
    report = {}
    for title, (program, sleeps) in SCENARIOS.items():
        work = jobs(program, max(1, round(sleeps * options.scale)))
        samples = alternate(work, options.rounds, seed=1)
        found = figures(list(CAPS), samples, NOT_RECORDED)
        print(f"\n{title}\n{HEADINGS}", *map(row, found), sep="\n", flush=True)
        report[title] = [asdict(figure) for figure in found]
    if options.json:
        content = {"python": platform.python_version(), "scenarios": report}
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
