"""How long `coro-lessons watch` takes from a save to the last line of the feedback.

    python tests/benchmarks/watch.py [--saves 30] [--json FILE]

In a terminal of its own, with the course that came with the package: an answer that passes and one
that does not are saved in turn, as an editor does it, by renaming. The time ends when the line with
the keys is on the screen. For comparison, pytest is started anew for the same two answers. On a
machine that does other things as well, compare the two, or read the CPU time: that of all processes
together, for one save. POSIX only, as a pseudo-terminal is.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.commands.terminal import Terminal  # noqa: E402 - the tests are no package

PROGRAM = Path(sys.executable).with_name("coro-lessons")
EXERCISE = Path("exercises/03_coroutines_and_tasks/01_greet_all")
REFERENCE = ROOT / EXERCISE / "reference"
ANSWERS = {
    "passes": (REFERENCE / "solution.py").read_text(encoding="utf-8"),
    "fails": (REFERENCE / "wrong_calling_runs_it.py").read_text(encoding="utf-8"),
}
LAST_LINE = "q quit"
# As a learner has it: no variable that says how Python writes, or in which language.
LEFT_OUT = ("PYTHON", "PYTEST", "LC_", "LANG")


def environ() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
    path = os.pathsep.join([str(PROGRAM.parent), kept.get("PATH", os.defpath)])
    return {**kept, "PATH": path, "TERM": "xterm-256color"}


def save(file: Path, text: str) -> None:
    """Save as most editors do: a new file takes the place of the old one."""
    unfinished = file.with_name(f".{file.name}.swp")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def measure_watch(home: Path, saves: int) -> dict[str, list[float]]:
    """Return the milliseconds of each save, by what the answer does."""
    found: dict[str, list[float]] = {name: [] for name in ANSWERS}
    file = home / EXERCISE / "exercise.py"
    with Terminal([PROGRAM, "watch", "greet-all"], home, environ()) as terminal:
        terminal.wait_for(LAST_LINE)
        for number, (name, text) in zip(range(2 * saves), cycle(ANSWERS.items()), strict=False):
            sleep(0.2)  # nobody saves faster, and the run before must be over altogether
            terminal.wipe()
            begin = perf_counter()
            save(file, f"{text}# {number}\n")
            terminal.wait_for(LAST_LINE)
            found[name].append((perf_counter() - begin) * 1000)
        terminal.send("q")
        terminal.wait_for_end()
    return found


def measure_cpu(home: Path, saves: int) -> dict[str, float]:
    """Return the milliseconds of CPU that one save costs, and that a run in a new process costs."""
    sessions = []
    for count in (0, saves):
        before = _cpu_seconds()
        measure_watch(home, count)
        sessions.append(_cpu_seconds() - before)
    before = _cpu_seconds()
    runs = sum(len(times) for times in measure_cold(home, 3).values())
    cold = (_cpu_seconds() - before) / runs
    return {"watch": (sessions[1] - sessions[0]) / (2 * saves) * 1000, "cold": cold * 1000}


def _cpu_seconds() -> float:
    """Of all processes that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_cold(home: Path, runs: int) -> dict[str, list[float]]:
    """Return the milliseconds of pytest in a new process."""
    found: dict[str, list[float]] = {}
    for name, text in ANSWERS.items():
        save(home / EXERCISE / "exercise.py", text)
        times = []
        for _ in range(runs):
            begin = perf_counter()
            command = [str(PROGRAM.with_name("pytest")), str(EXERCISE)]
            subprocess.run(command, cwd=home, env=environ(), capture_output=True, check=False)
            times.append((perf_counter() - begin) * 1000)
        found[name] = times
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--saves", type=int, default=30, help="of each answer (default: 30)")
    parser.add_argument("--json", type=Path, help="write all times to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "course")
        command = [str(PROGRAM), "start", str(home)]
        subprocess.run(command, env=environ(), check=True, capture_output=True)
        figures = {
            "watch": measure_watch(home, options.saves),
            "cold": measure_cold(home, max(2, options.saves // 6)),
        }
        cpu = measure_cpu(home, max(2, options.saves // 3))
    print(f"Python {platform.python_version()}, {options.saves} saves each; milliseconds\n")
    print(f"{'':8} {'answer':8} {'median':>8} {'worst':>8}")
    for way, by_answer in figures.items():
        for name, times in by_answer.items():
            print(f"{way:8} {name:8} {statistics.median(times):8.0f} {max(times):8.0f}")
    print("\nCPU, one save: " + ", ".join(f"{way} {spent:.0f}" for way, spent in cpu.items()))
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
