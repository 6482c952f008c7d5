"""Measures the exploration of orders: what it finds, what it never reports, how fast it is.

    python tests/benchmarks/explore.py
    python tests/benchmarks/explore.py --quick --json figures.json
    python tests/benchmarks/explore.py alarms course    # parts of it
    python tests/benchmarks/explore.py others       # detangle and simloop, as far as installed
    python tests/benchmarks/explore.py real         # asyncio's own loop, in real time

Everything but the seconds is the same on every machine.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import explore_others
import explore_real
from explore_measures import (
    alarms,
    budget,
    campaigns,
    clean_up_styles,
    course,
    garbage,
    orders_tried_one_by_one,
    schedules_per_second,
    timeouts,
    traces_in_processes,
)
from races import RACES, TRAPS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="a tenth of everything")
    add("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: {_USUAL})")
    add("--json", type=Path, metavar="PATH", help="write the figures to a file as well")
    return parser.parse_args(arguments)


def measure_races(count: int) -> list[dict[str, Any]]:
    print(f"\nRaces: {count} campaigns of 40 orders each, by strategies alone, and one by one")
    print(f"{'':<5}{'':<46}{'found':>7}{'median':>8}{'most':>6}{'one by one':>12}  token")
    rows = []
    for race in RACES:
        row = campaigns(race, count) | orders_tried_one_by_one(race)
        rows.append(row)
        runs = row["runs_to_first"]
        print(
            f"{race.id:<5}{race.title:<46}{row['found']:>7}{statistics.median(runs):>8g}"
            f"{max(runs):>6}{row['one_by_one']:>12}  {row['token']} ({row['deviations']})"
        )
    return rows


def measure_alarms(total: int) -> dict[str, Any]:
    programs = {f"{race.id} repaired": race.repaired for race in RACES} | TRAPS
    figures = alarms(programs, total)
    print(
        f"\nAlarms: {len(figures['alarms'])} in {figures['runs']} runs of {len(programs)} programs"
    )
    for alarm in figures["alarms"]:
        print(f"  {alarm}")
    return figures


def measure_course(orders: int, *, quick: bool) -> dict[str, Any]:
    figures = course(orders, solutions_only=quick)
    print(
        f"\nCourse: {len(figures['alarms'])} alarms in {figures['runs']} runs of "
        f"{figures['tests']} tests of {figures['answers']} right answers"
    )
    for alarm in figures["alarms"]:
        print(f"  {alarm}")
    return figures


def measure_sweeps() -> dict[str, Any]:
    figures = {"styles": clean_up_styles(), "timeouts": timeouts(), "garbage": garbage()}
    print("\nSweeps")
    for style, (failing, points, twice) in figures["styles"].items():
        print(f"  {style:<34} fails at {failing} of {points} points, {twice} times cancelled twice")
    for title in ("timeouts", "garbage"):
        for name, outcome in figures[title].items():
            print(f"  {name:<34} {outcome}")
    return figures


def measure_tokens(processes: int) -> dict[str, Any]:
    figures = traces_in_processes(processes)
    print(
        f"\nTokens: {figures['traces']} different trace of {figures['token']} in "
        f"{figures['processes']} processes with as many PYTHONHASHSEEDs"
    )
    return figures


def measure_speed() -> dict[str, Any]:
    figures = {"schedules_per_second": schedules_per_second(), "budget_ms": budget()}
    print(
        f"\nSpeed: {figures['schedules_per_second']:.0f} orders a second of 5 tasks x 2 operations"
    )
    print(f"  an exercise (default, 30 one by one, 40 mixed): {figures['budget_ms']:.0f} ms")
    return figures


def measure_others(runs: int) -> dict[str, Any]:
    broken = {race.id: race.broken for race in RACES}
    repaired = {race.id: race.repaired for race in RACES}
    figures = {}
    print(f"\nOthers: per cent of {runs} runs that fail")
    for name, make in explore_others.contenders():
        found = {
            title: explore_others.rates(programs, make, runs)
            for title, programs in (("broken", broken), ("repaired", repaired), ("traps", TRAPS))
        }
        figures[name] = found
        for title, rates in found.items():
            print(f"  {name:<26}{title:<10}" + "".join(f"{rate:4.0f}" for rate in rates.values()))
    return figures


def measure_real() -> dict[str, Any]:
    """Run the usual and the failing order of each race on asyncio's own loop."""
    figures = {
        race.id: (
            explore_real.outcome(race, explore_real.usual_rows(race)),
            explore_real.outcome(race, explore_real.failing_rows(race)),
        )
        for race in RACES
    }
    passed = sum(usual == "passed" for usual, _ in figures.values())
    failed = sum(failing != "passed" for _, failing in figures.values())
    print(f"\nOn asyncio's own loop: {passed} pass as usual, {failed} fail in the failing order")
    return figures


PARTS: dict[str, Callable[[int], Any]] = {
    "races": lambda part: measure_races(100 // part),
    "alarms": lambda part: measure_alarms(10_000 // part),
    "course": lambda part: measure_course(1_000 // part, quick=part > 1),
    "sweeps": lambda part: measure_sweeps(),
    "tokens": lambda part: measure_tokens(100 if part == 1 else 4),
    "speed": lambda part: measure_speed(),
    "others": lambda part: measure_others(400 // part),
    "real": lambda part: measure_real(),
}
_USUAL = "the first six"


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    print(f"Python {platform.python_version()}")
    figures: dict[str, Any] = {"python": platform.python_version()}
    for name in options.parts or list(PARTS)[:6]:
        figures[name] = PARTS[name](10 if options.quick else 1)
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
