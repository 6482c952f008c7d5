"""How long something of the outside takes: as a rule, at least and at most."""

from __future__ import annotations

from typing import NamedTuple, Self

from .errors import ClockError


class Latency(NamedTuple):
    """Seconds of virtual time; only the nominal ones count unless other orders are explored."""

    lo: float
    nominal: float
    hi: float

    @classmethod
    def of(
        cls, name: str, nominal: float, lo: float | None = None, hi: float | None = None
    ) -> Self:
        """Fill in what was not given; ``name`` is whose latency it is.

        Raises:
            ClockError: if ``nominal`` is not between ``lo`` and ``hi``.
        """
        latency = cls(nominal if lo is None else lo, nominal, nominal if hi is None else hi)
        if not latency.lo <= nominal <= latency.hi:
            msg = f"{name}: lo <= seconds <= hi must hold, got {lo!r}, {nominal!r}, {hi!r}"
            raise ClockError(msg)
        return latency
