"""The benchmark of the HTML report runs and reports; how fast anything is, no test says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("html_report.py")


def test_the_benchmark_of_the_html_report_tells_size_and_time() -> None:
    command = [sys.executable, str(SCRIPT), "--exercises", "2", "--rounds", "1"]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode == 0, ended.stderr
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["2", "size:", "time:", "one"]
