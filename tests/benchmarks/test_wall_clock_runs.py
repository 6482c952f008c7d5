"""The benchmark of the wall clock runs and reports; how fast anything is, no test says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("wall_clock.py")


def test_the_benchmark_of_the_wall_clock_prints_a_line_for_each_contender() -> None:
    command = [sys.executable, str(SCRIPT), "--tests", "2", "--rounds", "1", "--modules", "3"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode == 0, ended.stderr
    assert sum(" | " in line for line in ended.stdout.splitlines()) == 3 + 3 + 4 + 4
