"""The tests that the project's README shows pass, and its failing check says what is shown."""

from __future__ import annotations

import asyncio
import re
import textwrap
from pathlib import Path

import pytest

from pytest_coro_lessons import CheckFailed, VirtualTimeLoop, World, at_once
from pytest_coro_lessons.diagnostics import told

ROOT = Path(__file__).resolve().parents[2]
READINGS = {"en": "README.md", "es": "README.es.md"}
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def reading(language):
    return (ROOT / READINGS[language]).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", READINGS)
def test_the_tests_that_are_shown_pass(project, language):
    shown = [body for body in PYTHON.findall(reading(language)) if "def test_" in body]
    project.makepyfile(**{f"test_{number}": body for number, body in enumerate(shown)})

    project.runpytest("-Werror").assert_outcomes(passed=6)


@pytest.mark.parametrize("language", READINGS)
def test_the_failing_check_says_what_is_shown(language):
    async def one_after_another(world):
        fetch = world.operation("fetch", seconds=len)
        await fetch("bcd")
        await fetch("a")
        with pytest.raises(CheckFailed) as caught:
            at_once(fetch, 2)
        return caught.value.diagnostic

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        world = World(runner.get_loop().clock.time_ns)
        found = runner.run(one_after_another(world))

    assert textwrap.indent(told(found, language), "    ") in "\n".join(
        line.rstrip() for line in reading(language).splitlines()
    )


@pytest.mark.parametrize("language", READINGS)
def test_the_failing_order_is_told_as_it_is_shown(project, language):
    (explored,) = (body for body in PYTHON.findall(reading(language)) if "mark.explore" in body)
    without_lock = explored.replace("async with self.lock:", "if True:")
    project.makepyfile(test_account=without_lock)

    seen = project.runpytest(f"--coro-lang={language}", "--coro-timeline=unicode")

    lines = seen.stdout.lines
    start = next(number for number, line in enumerate(lines) if "- order -" in line) + 1
    drawn = "\n".join(lines[start : start + 12])
    assert textwrap.indent(drawn, "    ") in reading(language)
