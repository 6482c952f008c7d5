"""The benchmark runs and reports; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = Path(__file__).with_name("run.py")
CONTENDERS = ["ours", "probe", "stock, sleep(0)", "async-solipsism", "looptime"]
TINY = ("--scale", "0.002", "--rounds", "2", "--without-pytest")


def run(*options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), *TINY, *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("benchmark") / "figures.json"
    ended = run("--json", path)
    assert ended.returncode == 0, ended.stderr
    return {"text": ended.stdout, **json.loads(path.read_text(encoding="utf-8"))}


def names(figures: Sequence[dict[str, Any]]) -> list[str]:
    return [figure["name"] for figure in figures]


def test_every_scenario_lists_every_contender(report: dict[str, Any]) -> None:
    assert list(map(names, report["scenarios"].values())) == [CONTENDERS] * 3


def test_times_and_ratios_are_positive_and_ours_is_the_unit(report: dict[str, Any]) -> None:
    figures = [figure for scenario in report["scenarios"].values() for figure in scenario]
    measured = [figure for figure in figures if figure["seconds_per_item"] is not None]

    assert all(figure["seconds_per_item"] > 0 for figure in measured)
    assert all(figure["ratio"] > 0 for figure in measured)
    assert {figure["ratio"] for figure in measured if figure["name"] == "ours"} == {1.0}


def test_the_table_has_a_line_for_each_figure(report: dict[str, Any]) -> None:
    lines = report["text"].splitlines()
    rows = [line for line in lines if " | " in line and not line.startswith("contender")]

    assert [row.partition(" | ")[0].rstrip() for row in rows] == CONTENDERS * 3


def test_a_contender_that_is_not_installed_is_reported_as_such() -> None:
    ended = run("--loop", "package_that_nobody_has:Loop")

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("ours                       | not installed") == 3
