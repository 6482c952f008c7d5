"""Failing orders on asyncio's own loop, in real time.

Each answer comes when it came in the failing order, give or take milliseconds. What fails there as
well is no invention of the virtual loop.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from pytest_coro_lessons.explore import explore
from pytest_coro_lessons.explore.record import Record
from pytest_coro_lessons.explore.run import Runner, on_stage
from pytest_coro_lessons.explore.token import DEFAULT
from pytest_coro_lessons.operations import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from races.catalogue import Race

    from pytest_coro_lessons.explore import Row
    from pytest_coro_lessons.latency import Latency
    from pytest_coro_lessons.operations import Call

    Key = tuple[str, int]
    """A task and the number of its call."""

# Seconds between two answers of one instant, and from an instant to the timers that fire then.
_STEP = 0.003
_APART = 0.04
_LONGER_THAN_ANY = 4.0


class PlannedWorld(World):
    """Answers come when a plan says so; those of calls that never ended do not come."""

    def __init__(self, plan: dict[Key, float]) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(lambda: round(loop.time() * 1e9))
        self._plan = plan
        self._origin = loop.time()
        self._count: Counter[str] = Counter()

    async def _wait(self, call: Call, latency: Latency) -> None:
        task = str(call.task)
        self._count[task] += 1
        at = self._plan.get((task, self._count[task]), _LONGER_THAN_ANY)
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._origin + at - loop.time()))


def plan_of(rows: Sequence[Row]) -> dict[Key, float]:
    """Return when each answer comes: in the order of these rows, clear of every timer."""
    plan: dict[Key, float] = {}
    count: Counter[str] = Counter()
    for row in rows:
        if row.kind != "end" or row.outcome != "ok":
            continue
        count[row.task] += 1
        before_a_timer = round(row.at * 1e9) % 1_000 == 999
        apart = -_APART if before_a_timer else _APART
        plan[row.task, count[row.task]] = row.at + apart + _STEP * len(plan)
    return plan


def usual_rows(race: Race) -> Sequence[Row]:
    record = Record()
    with on_stage():
        Runner(race.broken).replay(DEFAULT, record)
    return record.rows()


def failing_rows(race: Race) -> Sequence[Row]:
    failure = explore(race.broken).failure
    assert failure is not None, race.id
    return failure.rows


def outcome(race: Race, rows: Sequence[Row]) -> str:
    """Run a race on asyncio's own loop, its answers as in these rows."""

    async def main() -> None:
        async with asyncio.timeout(_LONGER_THAN_ANY):
            await race.broken(PlannedWorld(plan_of(rows)))

    try:
        asyncio.run(main())
    except Exception as error:  # noqa: BLE001 - however it fails
        return type(error).__name__
    return "passed"
