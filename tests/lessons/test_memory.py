"""The script of lesson 3 that measures the memory of tasks and threads."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

LESSON = Path(__file__).resolve().parents[2] / "exercises" / "03_coroutines_and_tasks"


@pytest.mark.skipif(sys.platform == "win32", reason="the memory is asked of POSIX")
@pytest.mark.parametrize(("kind", "number"), [("task", 3000), ("thread", 100)])
def test_what_waits_takes_memory(kind, number):
    command = [sys.executable, str(LESSON / "memory.py"), kind, str(number)]

    run = subprocess.run(command, capture_output=True, text=True, check=True)

    assert 0 < float(run.stdout) < 100


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_readings_show_what_was_measured(name):
    reading = (LESSON / name).read_text(encoding="utf-8")

    (table,) = re.findall(r"<!-- memory -->\n(.*?)<!-- end of memory -->", reading, re.DOTALL)
    assert len(re.findall(r"^\| \w+ \| \d+\.\d kB \| [\d,]+ ", table, re.MULTILINE)) == 2
