"""What explorations promise, on a tenth of the benchmark: races found, and no false alarm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RUN = Path(__file__).with_name("explore.py")
RACES = [f"r{number:02}" for number in range(1, 17)]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("explore") / "figures.json"
    command = [sys.executable, str(RUN), "--quick", "--json", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert ended.returncode == 0, ended.stderr
    figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return figures


def test_every_race_passes_in_the_default_order(figures: dict[str, Any]) -> None:
    assert {race["race"]: race["default"] for race in figures["races"]} == dict.fromkeys(
        RACES, "passed"
    )


def test_every_campaign_of_40_orders_finds_every_race(figures: dict[str, Any]) -> None:
    assert [race["found"] for race in figures["races"]] == [10] * 16


def test_every_race_shrinks_to_one_or_two_deviations(figures: dict[str, Any]) -> None:
    assert {race["deviations"] for race in figures["races"]} == {1, 2}


def test_nothing_that_cannot_fail_is_reported(figures: dict[str, Any]) -> None:
    assert figures["alarms"]["runs"] >= 1_000
    assert figures["alarms"]["alarms"] == []


def test_no_reference_solution_of_the_course_is_reported(figures: dict[str, Any]) -> None:
    assert figures["course"]["tests"] >= figures["course"]["answers"] > 0
    assert figures["course"]["alarms"] == []


def test_the_cancel_sweep_finds_every_wrong_clean_up_and_leaves_the_right_one(
    figures: dict[str, Any],
) -> None:
    styles = figures["sweeps"]["styles"]
    right = styles.pop("right")

    assert right[0] == right[2] == 0
    assert len(styles) == 5
    assert all(failing > 0 for failing, _, _ in styles.values())


def test_the_cancel_sweep_finds_the_swallowing_wait_for_of_python_3_11_only(
    figures: dict[str, Any],
) -> None:
    swallows = sys.version_info < (3, 12)

    timeouts = figures["sweeps"]["timeouts"]

    assert timeouts["s8_wait_for"].startswith("failed at c" if swallows else "silent")
    assert timeouts["s8_timeout"] == "silent"


def test_the_garbage_sweep_loses_what_nobody_keeps(figures: dict[str, Any]) -> None:
    assert list(figures["sweeps"]["garbage"].values()) == ["lost at g", "silent", "silent"]


def test_one_token_is_one_trace_in_every_process(figures: dict[str, Any]) -> None:
    assert figures["tokens"]["traces"] == 1
