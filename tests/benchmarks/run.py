"""Measures our loop beside others, in one run, as microseconds an item and as ratios to ours.

    python tests/benchmarks/run.py
    python tests/benchmarks/run.py --scale 0.1 --rounds 3 --without-pytest --json figures.json

Trust the ratios, to one figure or two; the times are those of this machine at this minute.
Contenders that are not installed are listed as such.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest_cost
import scenarios
from contenders import OURS, contenders
from measure import alternate, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from measure import Figure

PYTEST_TESTS = 300
COST_OF_A_TEST = "a trivial async test in pytest"
HEADINGS = f"{'contender':<26} |   items | us an item | ratio to ours | max/min"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--scale", type=float, default=1.0, metavar="FACTOR", help="of the full amount of work")
    add("--rounds", type=int, default=5, metavar="N", help="the figures are medians of these")
    add("--seed", type=int, default=1, metavar="N", help="of the order within a round")
    add("--loop", default="pytest_coro_lessons:VirtualTimeLoop", metavar="MODULE:CLASS")
    add("--without-pytest", action="store_true", help="leave out the cost of a test")
    add("--json", type=Path, metavar="PATH", help="write the figures to a file as well")
    return parser.parse_args(arguments)


def measure_loops(options: argparse.Namespace) -> Iterator[tuple[str, list[Figure]]]:
    loops = contenders(options.loop)
    names = [contender.name for contender in loops]
    for title, scenario in scenarios.SCENARIOS.items():
        work = scenarios.jobs(scenario, loops, options.scale)
        samples = alternate(work, options.rounds, options.seed)
        yield title, figures(names, samples, OURS)


def measure_pytest(options: argparse.Namespace) -> list[Figure]:
    settings = pytest_cost.settings(OURS)
    many = max(1, round(PYTEST_TESTS * options.scale))
    with tempfile.TemporaryDirectory() as folder:
        work = pytest_cost.jobs(settings, Path(folder), many)
        samples = alternate(work, options.rounds, options.seed)
    names = [setting.name for setting in settings]
    return figures(names, pytest_cost.slopes(samples, many), OURS)


def measure(options: argparse.Namespace) -> Iterator[tuple[str, list[Figure]]]:
    yield from measure_loops(options)
    if not options.without_pytest:
        yield COST_OF_A_TEST, measure_pytest(options)


def row(figure: Figure) -> str:
    if figure.seconds_per_item is None:
        return f"{figure.name:<26} | not installed"
    time = f"{figure.seconds_per_item * 1e6:.2f}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    spread = "" if figure.spread is None else f"{figure.spread:.1f}"
    return f"{figure.name:<26} | {figure.items:>7} | {time:>10} | {ratio:>13} | {spread:>7}"


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    sys.path.insert(0, str(pytest_cost.ROOT))
    print(f"Python {platform.python_version()}, medians of {options.rounds} rounds")
    report = {}
    for title, found in measure(options):
        print(f"\n{title}\n{HEADINGS}")
        print(*map(row, found), sep="\n", flush=True)
        report[title] = [asdict(figure) for figure in found]
    if options.json:
        content = {"python": platform.python_version(), "scale": options.scale, "scenarios": report}
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
