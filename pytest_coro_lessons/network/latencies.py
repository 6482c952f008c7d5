"""How long messages take, on the connections to each name."""

from __future__ import annotations

import math

from ..errors import ClockError
from ..latency import Latency
from .addresses import connecting_host


class Latencies:
    """The usual latency and those of hosts that have their own."""

    def __init__(self, seconds: float) -> None:
        self.usual = checked("latency", seconds)
        self._own: dict[str, Latency] = {}

    def put(self, host: str, latency: Latency) -> None:
        self._own[connecting_host(host)] = latency

    def to(self, host: str) -> Latency:
        return self._own.get(connecting_host(host), self.usual)


def checked(name: str, seconds: float, lo: float | None = None, hi: float | None = None) -> Latency:
    """Return a latency as the network knows it.

    Raises:
        ClockError: if it is negative, without an end, or not between ``lo`` and ``hi``.
    """
    for value in (seconds, lo, hi):
        if value is not None and not 0 <= value < math.inf:
            msg = f"{name} must be a finite number of seconds of 0 or more, got {value!r}"
            raise ClockError(msg)
    return Latency.of(name, seconds, lo, hi)
