"""A recorded loop passes CPython's own tests as well."""

from __future__ import annotations

from pathlib import Path

from .test_conformance import needs_the_tests, run

MODULES = "test_taskgroups,test_eager_task_factory,test_futures2"
RECORDED = Path(__file__).with_name("recorded_loop.py")


@needs_the_tests
def test_a_recorded_loop_passes_what_the_stock_loop_passes() -> None:
    ended = run("--modules", MODULES, "--loop", f"{RECORDED}:RecordedLoop")

    assert ended.returncode == 0, ended.stdout + ended.stderr
