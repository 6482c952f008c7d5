"""How much was under way at once: too little, too much, or never together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts, listed
from .now import in_seconds
from .subjects import Bars, in_flight, proof, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .subjects import Bar, Subject


def at_once(subject: Subject, number: int | None = None, *, at_most: int | None = None) -> None:
    """Check how many were under way at once, at the most crowded instant.

    Of a whole timeline those count that wait themselves: what waits for another of its spans does
    not.

    Example:
        async def test_three_waits_overlap(world):
            fetch = world.operation("fetch")

            await asyncio.gather(fetch("a"), fetch("b"), fetch("c"))

            at_once(fetch, 3)

    Raises:
        CheckFailed: CL202 if it was fewer than ``number``, CL203 if it was more than ``number`` or
            ``at_most``.
    """
    __tracebackhide__ = True
    if number is None and at_most is None:
        msg = "at_once() needs a number or at_most="
        raise TypeError(msg)
    bars = Bars(subject)
    most = bars.most_at_once
    facts: Facts = {"operation": bars.name, "actual": most}
    if number is not None and most < number:
        started = bars.by_start()
        facts |= {"expected": number, "calls": len(started), "case": _how_few(most, bars, started)}
        facts |= {"count": len(started), "spans": proof(started)}
        raise CheckFailed(Diagnostic("CL202", facts))
    limit = number if at_most is None else at_most
    if limit is not None and most > limit:
        at = bars.reached(limit + 1)
        there = [bar for bar in bars.by_start() if _under_way(bar, at)]
        facts |= {"at_most": limit, "at": at, "spans": proof(there)}
        raise CheckFailed(Diagnostic("CL203", facts))


def _how_few(most: int, bars: Bars, started: Sequence[Bar]) -> str:
    if not bars.all:
        return "not_called"
    if not started:
        return "none"
    if len(started) == most:
        return "few"
    return "one" if most == 1 else "some"


def _under_way(bar: Bar, at: float) -> bool:
    start, end = bar.start, bar.end
    return start is not None and start <= at and (end is None or end > at or end == start == at)


def kept_busy(subject: Subject, slots: int) -> None:
    """Check that so many were always under way while any of them was still to start.

    Example:
        async def test_no_worker_is_idle(world):
            work = world.operation("work", seconds=lambda job: job)
            limit = asyncio.Semaphore(2)

            async def limited(job):
                async with limit:
                    await work(job)

            await asyncio.gather(*map(limited, [1, 3, 2]))

            kept_busy(work, 2)

    Raises:
        CheckFailed: CL206, about the first stretch of time in which a slot was free.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    started = bars.by_start()
    lasting = [bar for bar in started if bar.end_ns != bar.start_ns]
    for (at_ns, _, now), (until_ns, _, _) in pairwise(in_flight(lasting)):
        later = [bar for bar in started if bar.start_ns is not None and bar.start_ns >= until_ns]
        if now < slots and later:
            facts: Facts = {
                "operation": bars.name,
                "slots": slots,
                "busy": now,
                "at": in_seconds(at_ns),
                "until": in_seconds(until_ns),
                "waiting": later[0].name,
                "then": later[0].start,
                "spans": proof(started),
            }
            facts |= _why_free(started, at_ns, slots, now)
            raise CheckFailed(Diagnostic("CL206", facts, later[0].file, later[0].line))


def _why_free(bars: Sequence[Bar], at_ns: int, slots: int, now: int) -> Facts:
    """Tell whether slots are free because their calls failed, and whether all of them are."""
    facts: Facts = {}
    failed = [bar for bar in bars if bar.end_ns == at_ns and bar.outcome == "failed"]
    if len(failed) >= slots - now:
        facts |= {"case": "failed", "failed": listed(bar.name for bar in failed)}
    return facts | ({} if now else {"case": "idle", "count": slots})


def overlapped(first: Subject, second: Subject) -> None:
    """Check that at some time something of both was under way.

    Example:
        async def test_reads_on_while_it_writes(world):
            read, write = world.operation("read"), world.operation("write")

            await asyncio.gather(read(), write())

            overlapped(read, write)

    Raises:
        CheckFailed: CL207.
    """
    __tracebackhide__ = True
    one, other = Bars(first), Bars(second)
    if any(_overlap(a, b) for a in one.by_start() for b in other.by_start() if a != b):
        return
    facts: Facts = {"first": one.name, "second": other.name}
    rest = [bar for bar in other.by_start() if bar not in one.by_start()]
    if not rest:
        facts["case"] = "itself"
    idle = next((bars for bars in (one, other) if not bars.by_start()), None)
    if idle is not None:
        facts |= {"case": "not_started", "operation": idle.name}
    bars = sorted([*one.by_start(), *rest], key=lambda bar: bar.start_ns or 0)
    facts["spans"] = proof(bars)
    raise CheckFailed(Diagnostic("CL207", facts))


def _overlap(one: Bar, other: Bar) -> bool:
    earlier, later = sorted((one, other), key=lambda bar: bar.start_ns or 0)
    goes_on = earlier.end_ns is None or earlier.end_ns > (later.start_ns or 0)
    return goes_on and later.end_ns != later.start_ns


def one_after_another(*subjects: Subject) -> None:
    """Check that each had ended before the next one started.

    Example:
        async def test_greets_one_by_one(world):
            say = world.operation("say")

            await say("Ana")
            await say("Luis")

            one_after_another(say)

    Raises:
        CheckFailed: CL205, about the first two that overlapped.
    """
    __tracebackhide__ = True
    bars = Bars(subjects[0] if len(subjects) == 1 else subjects)
    started = bars.by_start()
    for before, bar in pairwise(started):
        if together(before, bar):
            facts: Facts = {
                "operation": bars.name,
                "earlier": before.name,
                "later": bar.name,
                "at": bar.start,
                "most": bars.most_at_once,
                "spans": proof([before, bar]),
            }
            raise CheckFailed(Diagnostic("CL205", facts, bar.file, bar.line))


# Of an awaited call a timeline knows only that it has ended.
_WELL = ("ok", "ended")


def backlog(taken: Subject, passed_on: Subject, *, at_most: int) -> None:
    """Check that never more than so many were taken and not yet passed on.

    Something is taken when a call of the first has ended well, and passed on when a call of the
    second starts.

    Example:
        async def test_holds_one_item_at_a_time(world):
            read, write = world.operation("read"), world.operation("write")

            for _ in range(3):
                await write(await read())

            backlog(read, write, at_most=1)

    Raises:
        CheckFailed: CL209, with the instant at which it was one too many.
    """
    __tracebackhide__ = True
    source, target = Bars(taken), Bars(passed_on)
    # At one instant, what is passed on makes room for what is taken.
    changes = [(bar.end_ns or 0, 1) for bar in source.by_end() if bar.outcome in _WELL]
    changes += [(bar.start_ns or 0, -1) for bar in target.by_start()]
    now, most, at_ns = 0, 0, 0
    for when_ns, change in sorted(changes):
        now += change
        if now > max(most, at_most) and most <= at_most:
            at_ns = when_ns
        most = max(most, now)
    if most > at_most:
        facts: Facts = {
            "taken": source.name,
            "passed_on": target.name,
            "actual": most,
            "count": most,
            "at_most": at_most,
            "at": in_seconds(at_ns),
            "spans": proof(source.by_start()),
        }
        raise CheckFailed(Diagnostic("CL209", facts))
