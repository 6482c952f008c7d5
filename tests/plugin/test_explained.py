"""What pytest says when a plain ``assert`` on our values fails, in any project."""

import pytest

FETCHES = """
import asyncio
import pytest
from pytest_coro_lessons import took

pytestmark = pytest.mark.virtual_time

async def one_after_another(world):
    fetch = world.operation("fetch")
    with took(2.0) as block:
        await fetch("a")
        await fetch("b")
    return fetch, block
"""

STAIRCASE = [
    "E           fetch('a')  [[]---------------]                  0-1 s",
    "E           fetch('b')                  [[]---------------]  1-2 s",
]


def test_times_of_calls_are_shown_with_the_calls(project):
    project.makepyfile(
        FETCHES
        + """
async def test_both_at_once(world):
    fetch, _ = await one_after_another(world)
    assert fetch.starts == [0, 0]
"""
    )

    seen = project.runpytest()

    seen.assert_outcomes(failed=1)
    seen.stdout.fnmatch_lines(
        [
            "E       *assert [[]0 s, 1 s[]] == [[]0, 0[]]",
            "E         CL109: The times are 0, 1 s. Expected: 0, 0 s.",
            *STAIRCASE,
            "E         The first difference is at place 2: 1 s instead of 0 s.",
        ]
    )


def test_how_many_went_on_at_once_is_shown_with_what_did(project):
    project.makepyfile(
        FETCHES
        + """
async def test_both_at_once(world):
    fetch, _ = await one_after_another(world)
    assert fetch.max_in_flight >= 2
"""
    )

    project.runpytest().stdout.fnmatch_lines(
        ["E         CL109: At once there were 1. Expected: >= 2.", *STAIRCASE]
    )


def test_the_time_of_a_block_is_told_in_the_readers_language(project):
    project.makepyfile(
        FETCHES
        + """
async def test_takes_a_second(world):
    _, block = await one_after_another(world)
    assert block.elapsed <= 1
"""
    )

    project.runpytest("--coro-lang", "es").stdout.fnmatch_lines(
        [
            "E       *assert 2 s <= 1",
            "E         CL109: El tiempo es 2 s. Se esperaba: <= 1 s.",
        ]
    )


@pytest.mark.parametrize("statement", ["assert [1.0] == [2.0]", "assert 1.0 == 2.0"])
def test_values_of_others_are_explained_as_without_us(project, statement):
    project.makepyfile(f"def test_plain():\n    {statement}\n")

    ours = project.runpytest().stdout.lines
    without = project.runpytest("-p", "no:coro_lessons").stdout.lines

    assert [line for line in ours if line.startswith("E")] == [
        line for line in without if line.startswith("E")
    ]
