"""Round numbers for an axis of virtual seconds."""

from __future__ import annotations

from math import floor, log10

_ROUND = (10, 5, 2, 1)


def ticks(total: float, most: int) -> list[float]:
    """Return round numbers from 0 to ``total`` at even distances.

    There are at most ``most``, but never so few that 0 is the only one.
    """
    if total <= 0:
        return [0.0]
    wanted = total / max(1, most - 1)
    power = 10.0 ** floor(log10(wanted))
    # A hair less than exact, because a total such as 0.3 is none of them exactly.
    enough = [power * factor for factor in _ROUND if power * factor >= wanted * (1 - 1e-9)]
    step = enough[-1]
    if step > total * (1 + 1e-9):
        step = next(power * factor for factor in _ROUND if power * factor <= total * (1 + 1e-9))
    return [round(number * step, 12) for number in range(int(total / step + 1e-9) + 1)]
