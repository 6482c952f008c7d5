"""What one test costs in pytest: the slope between a file with few and a file with many tests.

The plugins are named one by one and nothing else is loaded, so whatever else is installed
does not take part.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
FEW = 10
PLUGIN = "pytest_coro_lessons.plugin"
ASYNCIO = "pytest_asyncio.plugin"
TEST = """
async def test_number_{number}():
    pass
"""
MARKED = """
import pytest
pytestmark = [{marks}]
"""
FROZEN = """
import freezegun

@pytest.fixture(autouse=True)
def frozen():
    with freezegun.freeze_time("2024-01-01"):
        yield
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One way of running the same tests."""

    name: str
    plugins: tuple[str, ...]
    preamble: str

    @property
    def installed(self) -> bool:
        return all(_is_there(plugin) for plugin in self.plugins)


def settings(ours: str) -> list[Setting]:
    """All of them; the one called ``ours`` runs in virtual time."""
    plain = MARKED.format(marks="pytest.mark.asyncio")
    virtual = MARKED.format(marks="pytest.mark.asyncio, pytest.mark.virtual_time")
    without_wall_clock = virtual.replace("virtual_time", "virtual_time(wall_clock=False)")
    return [
        Setting(ours, (ASYNCIO, PLUGIN), virtual),
        Setting("ours, wall_clock=False", (ASYNCIO, PLUGIN), without_wall_clock),
        Setting("plugin there, not marked", (ASYNCIO, PLUGIN), plain),
        Setting("plain pytest-asyncio", (ASYNCIO,), plain),
        Setting("plain and freeze_time", (ASYNCIO,), plain + FROZEN),
    ]


def jobs(settings: Sequence[Setting], folder: Path, many: int) -> dict[str, Callable[[], int]]:
    """Two for each setting that is installed: ``name/few`` and ``name/many``."""
    found: dict[str, Callable[[], int]] = {}
    for number, setting in enumerate(settings):
        if setting.installed:
            for size, count in (("few", FEW), ("many", FEW + many)):
                path = folder / f"test_{number}_{size}.py"
                tests = "".join(TEST.format(number=i) for i in range(count))
                path.write_text(setting.preamble + tests, encoding="utf-8")
                found[f"{setting.name}/{size}"] = partial(run_pytest, setting, path, count)
    return found


def slopes(
    samples: dict[str, list[tuple[int, float]]], many: int
) -> dict[str, list[tuple[int, float]]]:
    """Turn the times of whole runs into the time of the tests that only the longer file has."""
    names = [key.removesuffix("/many") for key in samples if key.endswith("/many")]
    return {
        name: [
            (many, long - short)
            for (_, short), (_, long) in zip(
                samples[f"{name}/few"], samples[f"{name}/many"], strict=True
            )
        ]
        for name in names
    }


def run_pytest(setting: Setting, path: Path, count: int) -> int:
    """Run the file in a process of its own.

    Raises:
        RuntimeError: unless every test passes; a fast failure must not look like speed.
    """
    plugins = [part for plugin in setting.plugins for part in ("-p", plugin)]
    options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(path.parent)]
    environ = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *options, str(path)],
        env=environ,
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0 or f"{count} passed" not in run.stdout:
        raise RuntimeError(f"{setting.name}: {run.stdout}{run.stderr}")
    return count


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ImportError:
        return False
