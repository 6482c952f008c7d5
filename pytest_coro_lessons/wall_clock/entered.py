"""The wall clocks that are entered at the moment, and whose turn it is in the calling thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .clock import WallClock


class EnteredClocks:
    """Innermost last."""

    def __init__(self) -> None:
        self._clocks: list[WallClock] = []
        self._left_ns = 0

    def __bool__(self) -> bool:
        return bool(self._clocks)

    def __contains__(self, clock: WallClock) -> bool:
        return clock in self._clocks

    def here(self) -> WallClock | None:
        """The clock that the calling thread follows, or None: it reads the real clocks."""
        for clock in reversed(self._clocks):
            if clock.followed():
                return clock
        return None

    def elapsed_ns(self) -> int:
        """Virtual time spent in all wall clocks so far: stands still while none is entered.

        A sum, so that it neither jumps nor goes back when a clock is entered or left.
        """
        return self._left_ns + sum(clock.elapsed_ns() for clock in self._clocks)

    def add(self, clock: WallClock) -> None:
        self._clocks.append(clock)

    def remove(self, clock: WallClock) -> None:
        elapsed_ns = clock.elapsed_ns()
        self._clocks.remove(clock)
        self._left_ns += elapsed_ns


entered = EnteredClocks()
