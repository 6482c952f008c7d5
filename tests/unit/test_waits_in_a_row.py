"""What a timeline proves about a block that took too long: waits that followed one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_coro_lessons.checks import took
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
from pytest_coro_lessons.grading.waiting import waits_in_a_row

from .recordings import recorded

if TYPE_CHECKING:
    from pytest_coro_lessons import Timeline

HEARTBEAT = """
async def action():
    await asyncio.sleep(0.3)

async def main():
    for _ in range(2):
        await action()
        await asyncio.sleep(0.7)
"""


def told(timeline: Timeline, seconds: float | None = None, **limits: float) -> Diagnostic | None:
    """Judge all of a timeline by ``took()``, and explain what it says."""
    end_ns = round(timeline.seconds * 1_000_000_000)
    found = took(seconds, **limits)._judge(end_ns)
    assert found is not None
    verdict = CheckFailed(found, span_ns=(timeline.start_ns, timeline.start_ns + end_ns))
    return waits_in_a_row(verdict, timeline, seconds or limits["at_most"])


def test_a_call_that_another_wait_is_inside_of_is_told_by_what_it_waits_for_itself() -> None:
    found = told(recorded(HEARTBEAT), 0.7)

    assert found is not None
    assert [found.facts[name] for name in ("first", "first_line")] == ["action()", 6]
    assert [found.facts[name] for name in ("second", "second_line")] == ["sleep(0.7)", 7]
    assert found.line == 7


def test_a_block_too_long_by_one_pause_is_not_told_to_be_one_by_one() -> None:
    assert told(recorded(HEARTBEAT), at_most=1.3) is None


def test_waits_too_long_by_more_than_any_of_them_are_told_under_a_limit_as_well() -> None:
    timeline = recorded(
        """
        async def main():
            for name in "abc":
                await fetch(name)
        """
    )

    found = told(timeline, at_most=1.5)

    assert found is not None
    assert (found.code, found.facts["case"], found.facts["count"]) == ("CL201", "waits", 3)
