"""What `pytest exercises` takes before and after the tests, beside bare pytest + pytest-asyncio.

    python tests/benchmarks/startup.py [--rounds 15] [--imports] [--json FILE]

Whole runs of pytest in processes of their own, in an order drawn anew for each round. The same test
file is run by both: once with our plugin, where `exercise` is the learner's answer, and once
without it, where a fixture in a conftest.py imports the answer. Plugins are named one by one, so
that whatever else is installed takes no part. `--imports` lists what the plugin makes Python
import. POSIX only, for the CPU time: a busy machine makes that longer too, but less so.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
ASYNCIO = "pytest_asyncio.plugin"
OURS = "pytest_coro_lessons.plugin"

INI = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
TEST = """
async def test_adds(exercise):
    assert await exercise.add(1, 2) == 3
"""
ANSWERS = {
    "passes": "async def add(a, b):\n    return a + b\n",
    "not started": "async def add(a, b):\n    raise NotImplementedError\n",
}
BARE = """
import importlib.util
from pathlib import Path

import pytest

@pytest.fixture
def exercise():
    file = Path(__file__).with_name("exercise.py")
    spec = importlib.util.spec_from_file_location("exercise", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
"""
TOML = """
id = "add"
title = { en = "Add", es = "Suma" }
steps = [{ id = "adds", title = { en = "Adds", es = "Suma" }, tests = ["test_adds"], points = 1 }]
hints = [{ en = "1", es = "1" }, { en = "2", es = "2" }, { en = "3", es = "3" }]
"""
LESSON = 'id = "sums"\ntitle = { en = "Sums", es = "Sumas" }\n'
PLAIN = "async def test_nothing():\n    pass\n"


@dataclass(frozen=True)
class Setting:
    """One way of running one file."""

    name: str
    folder: Path
    plugins: tuple[str, ...]

    def run(self, *python: str) -> subprocess.CompletedProcess[str]:
        named = [part for plugin in self.plugins for part in ("-p", plugin)]
        # A learner's Python writes bytecode and has a terminal's buffer.
        environ = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
        environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, *python, "-m", "pytest", *named, str(self.folder)],
            cwd=self.folder,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )


def settings(home: Path) -> list[tuple[Setting, Setting]]:
    """Pairs of the same file: with our plugin, and without."""
    pairs = []
    for name, answer in ANSWERS.items():
        sides = []
        for side, plugins in (("ours", (ASYNCIO, OURS)), ("bare", (ASYNCIO,))):
            folder = home / f"{name}_{side}" / "exercises" / "01_sums" / "01_add"
            folder.mkdir(parents=True)
            (home / f"{name}_{side}" / "pytest.ini").write_text(INI, encoding="utf-8")
            (folder / "test_exercise.py").write_text(TEST, encoding="utf-8")
            (folder / "exercise.py").write_text(answer, encoding="utf-8")
            if side == "ours":
                (folder / "exercise.toml").write_text(TOML, encoding="utf-8")
                (folder.parent / "lesson.toml").write_text(LESSON, encoding="utf-8")
            else:
                (folder / "conftest.py").write_text(BARE, encoding="utf-8")
            sides.append(Setting(f"an exercise that {name}/{side}", folder, plugins))
        pairs.append((sides[0], sides[1]))
    plain = home / "plain"
    plain.mkdir()
    (plain / "pytest.ini").write_text(INI, encoding="utf-8")
    (plain / "test_plain.py").write_text(PLAIN, encoding="utf-8")
    name = "a test of another project"
    ours = Setting(f"{name}/ours", plain, (ASYNCIO, OURS))
    return [*pairs, (ours, Setting(f"{name}/bare", plain, (ASYNCIO,)))]


def measure(
    pairs: list[tuple[Setting, Setting]], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Return the milliseconds of each run, by the clock and of the CPU."""
    every = [setting for pair in pairs for setting in pair]
    found: dict[str, list[tuple[float, float]]] = {setting.name: [] for setting in every}
    shuffle = random.Random(1).shuffle
    for number in range(rounds + 1):
        shuffle(every)
        for setting in every:
            begin, cpu = perf_counter(), _cpu_seconds()
            setting.run()
            times = ((perf_counter() - begin) * 1000, (_cpu_seconds() - cpu) * 1000)
            if number:  # the first round writes bytecode
                found[setting.name].append(times)
    return found


def _cpu_seconds() -> float:
    """Of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show_imports(pair: tuple[Setting, Setting]) -> None:
    """Print what is imported with our plugin only, the dearest first, in its own milliseconds."""
    ours, bare = (_imported(setting) for setting in pair)
    only = {name: cost for name, cost in ours.items() if name not in bare}
    print(f"\n{pair[0].name}: {len(only)} modules more, {sum(only.values()):.0f} ms")
    for name, cost in sorted(only.items(), key=lambda item: -item[1])[:25]:
        print(f"{cost:8.1f} {name}")


def _imported(setting: Setting) -> dict[str, float]:
    lines = setting.run("-X", "importtime").stderr.splitlines()
    found = (re.match(r"import time: +(\d+) \| +\d+ \| +(\S+)", line) for line in lines)
    return {one[2]: int(one[1]) / 1000 for one in found if one}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--imports", action="store_true", help="list what is imported")
    parser.add_argument("--json", type=Path, help="write all times to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pairs = settings(Path(folder))
        found = measure(pairs, options.rounds)
        print(f"Python {platform.python_version()}, medians of {options.rounds} runs; milliseconds")
        print(f"\n{'':28} {'bare':>6} {'ours':>6} {'more':>6} {'best':>6} {'CPU more':>9}")
        for ours, bare in pairs:
            clock, cpu = zip(*found[ours.name], strict=True)
            clock_bare, cpu_bare = zip(*found[bare.name], strict=True)
            before, after = statistics.median(clock_bare), statistics.median(clock)
            best = min(clock) - min(clock_bare)
            cpu_more = statistics.median(cpu) - statistics.median(cpu_bare)
            name = ours.name.partition("/")[0]
            more = f"{after - before:+6.0f} {best:+6.0f} {cpu_more:+9.0f}"
            print(f"{name:28} {before:6.0f} {after:6.0f} {more}")
        if options.imports:
            for pair in pairs:
                show_imports(pair)
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
