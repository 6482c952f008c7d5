"""Virtual times, and numbers of what goes on at once, as values for a plain ``assert``.

Rule: times compare as the clock counts, in whole nanoseconds. A value that was counted from calls
or spans has them in ``of``, so that an ``assert`` that fails can show them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, overload

from ..clock import NANOSECONDS, to_nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def shown(seconds: float) -> str:
    """Write seconds without zeros at the end; twelve digits tell ten years and a millisecond."""
    return f"{seconds:.12g}"


class Seconds(float):
    """A virtual time that equals every number which is the same to the nanosecond.

    ``0.1 + 0.2 == 0.3`` does not hold for floats; ``Seconds(0.1 + 0.2) == 0.3`` does. Arithmetic
    gives plain floats.
    """

    __module__ = "pytest_coro_lessons"
    __slots__ = ()

    @classmethod
    def of_ns(cls, nanoseconds: int) -> Self:
        return cls(nanoseconds / NANOSECONDS)

    def __repr__(self) -> str:
        return f"{shown(self)} s"

    def __hash__(self) -> int:
        # That of the plain float which a clock would show.
        return (
            hash(to_nanoseconds(self) / NANOSECONDS) if math.isfinite(self) else super().__hash__()
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | float):
            return NotImplemented
        return _counted(self) == _counted(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: float) -> bool:
        return _counted(self) < _counted(other)

    def __le__(self, other: float) -> bool:
        return _counted(self) <= _counted(other)

    def __gt__(self, other: float) -> bool:
        return _counted(self) > _counted(other)

    def __ge__(self, other: float) -> bool:
        return _counted(self) >= _counted(other)


class Times(tuple[Seconds, ...]):
    """Virtual times in a row; equal to any list or tuple of the same numbers to the nanosecond."""

    __module__ = "pytest_coro_lessons"
    of: Sequence[Any]

    def __new__(cls, times: Iterable[float] = (), *, of: Sequence[Any] = ()) -> Self:
        """Keep what the times are ``of``: calls or spans."""
        made = super().__new__(cls, map(Seconds, times))
        made.of = of
        return made

    def __repr__(self) -> str:
        return f"[{', '.join(map(repr, self))}]"

    def __hash__(self) -> int:
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, list | tuple) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    @overload
    def __getitem__(self, place: SupportsIndex) -> Seconds: ...

    @overload
    def __getitem__(self, place: slice) -> Times: ...

    def __getitem__(self, place: SupportsIndex | slice) -> Seconds | Times:
        found = super().__getitem__(place)
        return found if isinstance(found, Seconds) else Times(found)


class Count(int):
    """How many went on at once, and ``of`` what: calls or spans."""

    __module__ = "pytest_coro_lessons"
    of: Iterable[Any]

    def __new__(cls, number: int = 0, *, of: Iterable[Any] = ()) -> Self:
        made = super().__new__(cls, number)
        made.of = of
        return made


def _counted(seconds: float) -> float:
    """Return what is compared: nanoseconds, which are whole; infinity stays what it is."""
    plain = float(seconds)
    return to_nanoseconds(plain) if math.isfinite(plain) else plain
