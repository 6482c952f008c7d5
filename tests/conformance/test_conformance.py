"""The conformance run: our loop passes, and a loop with a fault does not."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BROKEN = HERE / "broken_loops.py"
UNNEEDED = """
[[exception]]
module = "test_threads"
tests = ["ToThreadTests.test_to_thread"]
pythons = ["3.11", "3.12", "3.13", "3.14"]
reason = "It passes, so nothing needs to be excused."
"""
EXCUSED = """
[[exception]]
module = "test_threads"
tests = ["ToThreadTests.test_to_thread_once"]
pythons = ["3.11", "3.12", "3.13", "3.14"]
reason = "The loop hangs in it."
"""


def has_the_tests() -> bool:
    try:
        return importlib.util.find_spec("test.test_asyncio") is not None
    except ImportError:
        return False


needs_the_tests = pytest.mark.skipif(not has_the_tests(), reason="Python ships without its tests")


def run(*options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "run.py"), *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@needs_the_tests
def test_our_loop_passes_what_the_stock_loop_passes(tmp_path: Path) -> None:
    path = tmp_path / "report.json"

    ended = run("--modules", "test_locks,test_timeouts", "--json", path)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    ((_, verdicts),) = json.loads(path.read_text(encoding="utf-8"))["interpreters"].items()
    assert [verdict["module"] for verdict in verdicts] == ["test_locks", "test_timeouts"]
    assert all(verdict["used"] == verdict["ours_passed"] > 30 for verdict in verdicts)


@needs_the_tests
def test_a_loop_with_a_fault_fails_and_its_tests_are_named() -> None:
    ended = run("--modules", "test_timeouts", "--loop", f"{BROKEN}:LateLoop")

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "test_timeouts TimeoutTests.test_timeout_basic: failed" in ended.stdout


@needs_the_tests
def test_a_test_that_hangs_is_killed_and_named_and_the_others_still_run() -> None:
    ended = run("--modules", "test_threads", "--loop", f"{BROKEN}:HangingLoop", "--limit", "2")

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "test_threads ToThreadTests.test_to_thread_once: hung" in ended.stdout
    assert "in run_in_executor" in ended.stdout
    assert ended.stdout.count("ToThreadTests") == 1


@needs_the_tests
def test_an_excused_test_may_fail(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.toml"
    exceptions.write_text(EXCUSED, encoding="utf-8")
    loop = f"{BROKEN}:HangingLoop"

    ended = run(
        "--modules", "test_threads", "--loop", loop, "--limit", "2", "--exceptions", exceptions
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


@needs_the_tests
def test_an_excuse_for_a_test_that_passes_fails(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.toml"
    exceptions.write_text(UNNEEDED, encoding="utf-8")

    ended = run("--modules", "test_threads", "--exceptions", exceptions)

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "ToThreadTests.test_to_thread: listed as an exception, but it passes" in ended.stdout


def test_an_exception_without_a_reason_is_refused(tmp_path: Path) -> None:
    exceptions = tmp_path / "exceptions.toml"
    exceptions.write_text('[[exception]]\nmodule = "test_threads"\n', encoding="utf-8")

    ended = run("--fast", "--exceptions", exceptions)

    assert ended.returncode == 2
    assert "exceptions.toml: exception 1 needs exactly" in ended.stderr


def test_an_interpreter_without_its_tests_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    ended = run("--fast")

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Skipped: this interpreter ships without these tests." in ended.stdout


def test_an_interpreter_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    ended = run("--fast", "--python", tmp_path / "python")

    assert ended.returncode == 2
    assert "cannot be started" in ended.stderr
