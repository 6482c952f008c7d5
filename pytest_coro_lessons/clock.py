"""The virtual clock: integer nanoseconds inside, float seconds outside.

Rule: time is only ever set to a deadline that somebody asked for, never added up from floats, and
it never goes back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from .errors import ClockError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator
    from types import TracebackType

NANOSECONDS = 1_000_000_000

# Below this many seconds a float is finer than a quarter of a nanosecond, so that rounding to whole
# nanoseconds gives back the decimal that was written, also after one addition.
EXACT_BELOW = float(2**20)


def to_nanoseconds(when: float) -> int:
    """Quantise an absolute time or a delay in seconds to whole nanoseconds.

    A float of 1.7e9 (an epoch date) is only good to 238 ns, so large values are rounded to the
    coarsest decimal place that still covers two roundings: ``time() + 0.1`` then means what was
    written, also with a clock that starts at an epoch or has run for ten years.

    Raises:
        ClockError: if the value is not a finite number.
    """
    if -EXACT_BELOW < when < EXACT_BELOW:
        return round(when * 1e9)
    if not math.isfinite(when):
        msg = f"a time on the virtual clock must be finite, got {when!r}"
        raise ClockError(msg)
    if isinstance(when, int):
        return when * NANOSECONDS
    grain = 10 ** max(0, math.ceil(math.log10(4e9 * math.ulp(when))))
    seconds, fraction = divmod(when, 1.0)
    whole: int = round(fraction * 1e9 / grain) * grain
    return int(seconds) * NANOSECONDS + whole


class ClockDriver(Protocol):
    """What moves a clock: the loop that it belongs to."""

    def _drive_to(self, target_ns: int) -> Awaitable[None]:
        """Run timer by timer up to ``target_ns``."""


class _Done:
    """An awaitable for work that was done before it was returned."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


class VirtualClock:
    """Time that moves only when it is advanced.

    One clock belongs to at most one open loop at a time. While that loop runs it advances the clock
    by itself to the next timer whenever nothing else can happen (*auto-advance*).
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, start: float = 0.0) -> None:
        """Start at ``start`` seconds: zero, or for instance an epoch date."""
        self._now_ns = to_nanoseconds(start)
        self._auto_advance = True
        self._driver: ClockDriver | None = None

    def __repr__(self) -> str:
        mode = "" if self._auto_advance else ", auto-advance off"
        return f"<VirtualClock {self.time():g} s{mode}>"

    def time(self) -> float:
        """Now, in seconds of virtual time: the float nearest to :meth:`time_ns`."""
        return self._now_ns / NANOSECONDS

    def time_ns(self) -> int:
        """Now, in nanoseconds of virtual time, exactly."""
        return self._now_ns

    @property
    def auto_advance(self) -> bool:
        """Whether the loop moves the clock to the next timer when it has nothing else to do."""
        return self._auto_advance

    def advance(self, seconds: float) -> Awaitable[None]:
        """Move the clock on by ``seconds``, timer by timer.

        At each deadline on the way, everything that becomes due runs before the clock moves on;
        timers due exactly at the end run as well. Outside a running loop (a synchronous test) all
        is done when the call returns. Inside one, await the result: the other tasks can only run
        while this one waits.

        Raises:
            ClockError: if ``seconds`` is negative or not finite.
        """
        if not 0 <= seconds < math.inf:
            msg = f"a clock only advances by a finite time of 0 s or more, got {seconds!r}"
            raise ClockError(msg)
        target_ns = self._now_ns + to_nanoseconds(seconds)
        if self._driver is None:
            self._now_ns = target_ns
            return _Done()
        return self._driver._drive_to(target_ns)

    def without_auto_advance(self) -> _WithoutAutoAdvance:
        """Switch auto-advance off for a ``with`` block: there, only :meth:`advance` moves time.

        Blocks nest; each puts back what it found.
        """
        return _WithoutAutoAdvance(self)

    def _attach(self, driver: ClockDriver) -> None:
        if self._driver is not None:
            msg = (
                "this clock already belongs to an open loop; close that loop or make another clock"
            )
            raise ClockError(msg)
        self._driver = driver

    def _detach(self, driver: ClockDriver) -> None:
        if self._driver is driver:
            self._driver = None

    def _move_to(self, when_ns: int) -> None:
        # For the driver only. A deadline in the past must not take the clock back to it.
        self._now_ns = max(self._now_ns, when_ns)


class _WithoutAutoAdvance:
    """The block of :meth:`VirtualClock.without_auto_advance`."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._before = True

    def __enter__(self) -> VirtualClock:
        self._before = self._clock._auto_advance
        self._clock._auto_advance = False
        return self._clock

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._clock._auto_advance = self._before
