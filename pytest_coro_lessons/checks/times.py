"""When things started and ended, in virtual time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts
from .now import in_ns, in_seconds
from .order import first_difference
from .subjects import Bars, proof

if TYPE_CHECKING:
    from .subjects import Bar, Subject


def started_at(subject: Subject, seconds: float | Sequence[float]) -> None:
    """Check when each one started: all at one time, or the first to start at the first, and so on.

    Example:
        async def test_waits_longer_after_each_failure(world):
            call = world.operation("call", seconds=0)

            for pause in (1, 2, 4):
                await call()
                await asyncio.sleep(pause)

            started_at(call, [0, 1, 3])

    Raises:
        CheckFailed: CL104.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    started = bars.by_start()
    _compare("CL104", bars, started, [bar.start_ns or 0 for bar in started], seconds)


def ended_at(subject: Subject, seconds: float | Sequence[float]) -> None:
    """Check when each one ended: all at one time, or the first to end at the first, and so on.

    Example:
        async def test_both_end_with_the_slower_one(world):
            fetch = world.operation("fetch", seconds=lambda name: len(name))

            await asyncio.gather(fetch("a"), fetch("abc"))

            ended_at(fetch, [1, 3])

    Raises:
        CheckFailed: CL105.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    ended = bars.by_end()
    _compare("CL105", bars, ended, [bar.end_ns or 0 for bar in ended], seconds)


def _compare(
    code: str,
    bars: Bars,
    told: Sequence[Bar],
    seen_ns: Sequence[int],
    expected: float | Sequence[float],
) -> None:
    __tracebackhide__ = True
    every = expected if isinstance(expected, Iterable) else [expected] * max(len(seen_ns), 1)
    wanted_ns = [in_ns(each) for each in every]
    place = first_difference(seen_ns, wanted_ns)
    if place is None:
        return
    facts: Facts = {
        "operation": bars.name,
        "actual": [in_seconds(each) for each in seen_ns],
        "expected": [in_seconds(each) for each in wanted_ns],
        "place": place,
        "spans": proof(told),
    }
    if not bars.all:
        facts["case"] = "not_called"
    elif min(len(seen_ns), len(wanted_ns)) < place:
        facts |= {"case": "number", "seen": len(seen_ns), "wanted": len(wanted_ns)}
    else:
        seen, wanted = seen_ns[place - 1], wanted_ns[place - 1]
        bar = told[place - 1]
        facts |= {"case": "late" if seen > wanted else "early", "name": bar.name}
        if code == "CL105" and seen < wanted and bar.outcome == "cancelled":
            facts |= {"case": "cancelled", "wanted": in_seconds(wanted)}
        facts |= {"seen": in_seconds(seen), "difference": in_seconds(abs(seen - wanted))}
    raise CheckFailed(Diagnostic(code, facts))


def not_before(subject: Subject, seconds: float) -> None:
    """Check that nothing of it started before that time.

    Example:
        async def test_tells_only_when_it_knows(world):
            fetch, on_result = world.operation("fetch"), world.callback("on_result")

            on_result(await fetch("a"))

            not_before(on_result, 1.0)

    Raises:
        CheckFailed: CL106.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    for bar in bars.by_start()[:1]:
        if (bar.start_ns or 0) < in_ns(seconds):
            early_ns = in_ns(seconds) - (bar.start_ns or 0)
            facts: Facts = {
                "name": bar.name,
                "at": bar.start,
                "earliest": float(seconds),
                "difference": in_seconds(early_ns),
                "spans": proof(bars.by_start()),
            }
            raise CheckFailed(Diagnostic("CL106", facts, bar.file, bar.line))


def started_every(subject: Subject, seconds: float) -> None:
    """Check that each one started so many seconds after the one before.

    Example:
        async def test_beats_every_second(world):
            beat = world.operation("beat", seconds=0.3)

            for due in range(3):
                await asyncio.sleep(due - asyncio.get_running_loop().time())
                await beat()

            started_every(beat, 1)

    Raises:
        CheckFailed: CL107; it says whether every gap is the same, as when the work's own time
            is added to the wait.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    started = bars.by_start()
    gaps_ns = [(b.start_ns or 0) - (a.start_ns or 0) for a, b in pairwise(started)]
    wrong = [place for place, gap_ns in enumerate(gaps_ns) if gap_ns != in_ns(seconds)]
    if gaps_ns and not wrong:
        return
    facts: Facts = {
        "operation": bars.name,
        "every": float(seconds),
        "actual": [bar.start for bar in started],
        "spans": proof(started),
    }
    if not gaps_ns:
        raise CheckFailed(Diagnostic("CL107", facts | {"case": "few", "count": len(started)}))
    gap_ns = gaps_ns[wrong[0]]
    facts |= {"gap": in_seconds(gap_ns), "place": wrong[0] + 2}
    facts["difference"] = in_seconds(abs(gap_ns - in_ns(seconds)))
    if len(gaps_ns) > 1 and len(set(gaps_ns)) == 1:
        facts["case"] = "later" if gap_ns > in_ns(seconds) else "earlier"
    raise CheckFailed(Diagnostic("CL107", facts))


def rate(subject: Subject, *, at_most: int, per: float = 1.0) -> None:
    """Check that in any stretch of ``per`` seconds at most so many started.

    Example:
        async def test_two_per_second(world):
            call = world.operation("call", seconds=0)

            for _ in range(3):
                await asyncio.gather(call(), call())
                await asyncio.sleep(1)

            rate(call, at_most=2, per=1.0)

    Raises:
        CheckFailed: CL108.
    """
    __tracebackhide__ = True
    bars = Bars(subject)
    started = bars.by_start()
    for first, one_too_many in zip(started, started[at_most:], strict=False):
        start_ns = first.start_ns or 0
        if (one_too_many.start_ns or 0) - start_ns < in_ns(per):
            inside = [bar for bar in started if 0 <= (bar.start_ns or 0) - start_ns < in_ns(per)]
            facts: Facts = {
                "operation": bars.name,
                "actual": len(inside),
                "at_most": at_most,
                "per": float(per),
                "at": in_seconds(start_ns),
                "until": inside[-1].start,
                "spans": proof(inside),
            }
            raise CheckFailed(Diagnostic("CL108", facts))
