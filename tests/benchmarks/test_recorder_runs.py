"""The benchmark of the recorder runs and reports; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("recorder.py")
CONTENDERS = ["not recorded", "recorded", "recorded, everything kept"]


def test_the_benchmark_of_the_recorder_reports_every_scenario(tmp_path: Path) -> None:
    report = tmp_path / "figures.json"
    command = [sys.executable, str(SCRIPT), "--scale", "0.002", "--rounds", "1"]

    ended = subprocess.run(
        [*command, "--json", str(report)], capture_output=True, text=True, check=False, timeout=60
    )

    assert ended.returncode == 0, ended.stderr
    scenarios = json.loads(report.read_text(encoding="utf-8"))["scenarios"]
    assert [[each["name"] for each in found] for found in scenarios.values()] == [CONTENDERS] * 6
    assert ended.stdout.count("not recorded") == 6
