"""The wall clock of a piece of virtual time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from threading import get_ident
from typing import TYPE_CHECKING

from ..errors import ClockError
from .entered import entered
from .hold import the_hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class WallClock:
    """A block in which ``datetime`` and ``time`` follow virtual time.

    ``datetime.now()``, ``time.time()`` and their siblings give ``start`` plus the virtual time
    since the block was entered; local time is UTC on every machine. ``time.monotonic()`` and
    ``time.perf_counter()`` *are* the virtual clock. Other threads notice nothing.

    A ``freeze_time`` has the last word on the date, whether it began inside the block or, if there
    is no ``start``, before it; virtual time moves its date on too, also with ``tick=True``.

    Args:
        time_ns: the virtual clock in nanoseconds. Like ``followed``, it must not ask for the time.
        start: the date on entry, naive values being UTC; the real date and time if left out.
        followed: whether the calling thread lives in this virtual time; by default only the
            thread that enters the block does.

    Raises:
        ClockError: if ``start`` is not a date.
    """

    def __init__(
        self,
        time_ns: Callable[[], int],
        *,
        start: datetime | date | str | None = None,
        followed: Callable[[], bool] | None = None,
    ) -> None:
        self.time_ns = time_ns
        self._start_ns = None if start is None else _start_in_ns(start)
        self._given_followed = followed
        self.followed = followed or _only_this_thread()
        self._entered_at_ns = 0
        self._date_on_entry_ns = 0
        self._overruled: tuple[object, ...] = ()

    def __enter__(self) -> Self:
        with the_hold.lock:
            if self in entered:
                msg = f"a wall clock is entered once at a time, got {self!r} again"
                raise ClockError(msg)
            the_hold.begin()
            if self._given_followed is None:
                self.followed = _only_this_thread()
            self._entered_at_ns = self.time_ns()
            if self._start_ns is None:
                self._date_on_entry_ns = the_hold.real_time_ns()
                self._overruled = (the_hold.freezes[0],)
            else:
                self._date_on_entry_ns = self._start_ns
                self._overruled = tuple(the_hold.freezes)
            with the_hold.ticking_kept_in_step():
                entered.add(self)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with the_hold.lock:
            with the_hold.ticking_kept_in_step():
                entered.remove(self)
            the_hold.end_if_unwanted()

    def elapsed_ns(self) -> int:
        """Virtual nanoseconds since the block was entered."""
        return self.time_ns() - self._entered_at_ns

    def date(self) -> datetime:
        """The date and time in UTC that a followed thread reads, naive as freezegun has it."""
        freeze: Callable[[], datetime] = the_hold.freezes[-1]
        if freeze not in self._overruled:
            return freeze()
        return _EPOCH.replace(tzinfo=None) + _MICROSECOND * (self.date_ns() // 1000)

    def date_ns(self) -> int:
        """The same in nanoseconds since 1970; whole microseconds in a ``freeze_time``."""
        freeze = the_hold.freezes[-1]
        if freeze not in self._overruled:
            return _in_ns(freeze().replace(tzinfo=UTC))
        return self._date_on_entry_ns + self.elapsed_ns()


def _only_this_thread() -> Callable[[], bool]:
    ident = get_ident()
    return lambda: get_ident() == ident


def _start_in_ns(start: object) -> int:
    moment = _as_datetime(start)
    if moment is None:
        msg = f"start must be a date, a datetime or a string in ISO 8601, got {start!r}"
        raise ClockError(msg)
    return _in_ns(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _as_datetime(start: object) -> datetime | None:
    if isinstance(start, datetime):
        return start
    if isinstance(start, date):
        return datetime.combine(start, time(), tzinfo=UTC)
    if isinstance(start, str):
        try:
            return datetime.fromisoformat(start)
        except ValueError:
            return None
    return None


def _in_ns(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND * 1000
