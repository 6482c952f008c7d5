"""The names of freezegun that are replaced during the hold, and by what.

Modules all over the program refer to freezegun's ``fake_time()`` and its siblings, so those stay.
Each of them returns ``real_time()`` and so on if ``_should_use_real_time()``: these are replaced by
functions that give virtual time to a thread that follows a wall clock. ``datetime`` has no such way
out, so the methods themselves are replaced.

Every name here is pinned by a test.
"""

from __future__ import annotations

import sys
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING, Any

from ..clock import NANOSECONDS
from .entered import entered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from .clock import WallClock

    Rows = list[tuple[Any, str, object]]

# They measure real durations from within a test, `subtests` for one.
_MACHINERY = ("_pytest.", "pluggy.", "pytest_asyncio.", "xdist.")


def replacements(api: Any, *, stopped: Callable[[], None]) -> Rows:
    """Owner, name and replacement; ``stopped`` is called after every freeze that a test ends."""
    return [*_time_rows(api), *_date_rows(api), *_zone_rows(api), *_freeze_rows(api, stopped)]


def _date_is_real(api: Any) -> bool:
    return entered.here() is None and len(api.freeze_factories) == 1


def _time_rows(api: Any) -> Rows:
    real = dict(vars(api))
    gmtime, strftime = real["real_gmtime"], real["real_strftime"]
    ignored, limit = real["_should_use_real_time"], real["call_stack_inspection_limit"]

    def should_use_real_time() -> bool:
        return entered.here() is not None or len(api.freeze_factories) == 1 or ignored()

    def now(clock: WallClock) -> int:
        return clock.date_ns() // NANOSECONDS

    def localtime(clock: WallClock, seconds: float | None = None) -> Any:
        utc = now(clock) if seconds is None else seconds
        return gmtime(utc + api.tz_offsets[-1].total_seconds())

    virtual: dict[str, Callable[..., object]] = {
        "real_time": lambda clock: clock.date_ns() / NANOSECONDS,
        "real_time_ns": lambda clock: clock.date_ns(),
        "real_monotonic": lambda clock: clock.time_ns() / NANOSECONDS,
        "real_monotonic_ns": lambda clock: clock.time_ns(),
        "real_perf_counter": lambda clock: clock.time_ns() / NANOSECONDS,
        "real_perf_counter_ns": lambda clock: clock.time_ns(),
        "real_gmtime": lambda clock, *given: gmtime(*given or (now(clock),)),
        "real_localtime": localtime,
        "real_strftime": lambda clock, form, *given: strftime(form, *given or (localtime(clock),)),
    }
    return [
        (api, "_should_use_real_time", should_use_real_time),
        # It looks for ignored modules so many frames up, and ours is one more.
        (api, "call_stack_inspection_limit", limit and limit + 1),
        *((api, name, _reader(real[name], read)) for name, read in virtual.items()),
    ]


def _reader(real: Callable[..., object], virtual: Callable[..., object]) -> Callable[..., object]:
    def read(*arguments: object) -> object:
        clock = entered.here()
        if clock is None:
            return real(*arguments)
        caller = sys._getframe(1).f_back  # frame 1 is freezegun's `fake_...`
        if caller is not None and str(caller.f_globals.get("__name__")).startswith(_MACHINERY):
            return real(*arguments)
        return virtual(clock, *arguments)

    return read


def _date_rows(api: Any) -> Rows:
    frozen_now = api.get_current_time
    real_date, real_datetime = vars(api.real_date), vars(api.real_datetime)

    def get_current_time() -> datetime:
        clock = entered.here()
        return frozen_now() if clock is None else clock.date()

    def utcnow(cls: Any) -> Any:
        # Not the real one: Python 3.12 would blame this line for calling what is deprecated.
        return cls.now(UTC).replace(tzinfo=None)

    def fromtimestamp(cls: Any, seconds: float) -> Any:
        if entered.here() is None:
            return real_date["fromtimestamp"].__get__(None, cls)(seconds)
        return api.FakeDatetime.fromtimestamp(seconds).date()

    return [
        (api, "get_current_time", get_current_time),
        _class_method(api, api.FakeDate, "today", real_date["today"]),
        (api.FakeDate, "fromtimestamp", classmethod(fromtimestamp)),
        _class_method(api, api.FakeDatetime, "now", real_datetime["now"]),
        _class_method(api, api.FakeDatetime, "utcnow", classmethod(utcnow)),
        _class_method(api, api.FakeDatetime, "fromtimestamp", real_datetime["fromtimestamp"]),
    ]


def _class_method(api: Any, owner: type, name: str, real: Any) -> tuple[type, str, object]:
    frozen = vars(owner)[name]

    def method(cls: Any, /, *arguments: object, **named: object) -> object:
        chosen = real if _date_is_real(api) else frozen
        return chosen.__get__(None, cls)(*arguments, **named)

    return owner, name, classmethod(method)


def _zone_rows(api: Any) -> Rows:
    frozen, real = api.FakeDatetime, api.real_datetime
    frozen_timestamp, frozen_astimezone = frozen.timestamp, frozen.astimezone

    def timestamp(self: Any) -> Any:
        return (real.timestamp if _date_is_real(api) else frozen_timestamp)(self)

    def astimezone(self: Any, tz: tzinfo | None = None) -> Any:
        if _date_is_real(api):
            return real.astimezone(self, tz)
        if entered.here() is not None:
            # freezegun would take the machine's zone, whatever it gives out as local time.
            local = timezone(api.tz_offsets[-1])
            tz = tz or local
            self = self if self.tzinfo else self.replace(tzinfo=local)
        return frozen_astimezone(self, tz)

    return [(frozen, "timestamp", timestamp), (frozen, "astimezone", astimezone)]


def _freeze_rows(api: Any, stopped: Callable[[], None]) -> Rows:
    freeze_type, ticking_type = vars(api)["_freeze_time"], api.TickingDateTimeFactory
    stop, real_ticking = freeze_type.stop, ticking_type.__call__

    def stop_and_tell(self: Any) -> None:
        if len(api.freeze_factories) == 1:
            # What freezegun says of one stop too many; with the hold's it would take that away.
            msg = "pop from empty list"
            raise IndexError(msg)
        stop(self)
        stopped()

    def ticking_date(self: Any) -> Any:
        return self.time_to_freeze if entered else real_ticking(self)

    return [
        (api.FrozenDateTimeFactory, "time_to_freeze", _FollowingDate()),
        (ticking_type, "time_to_freeze", _FollowingDate()),
        (api.StepTickTimeFactory, "time_to_freeze", _FollowingDate()),
        (ticking_type, "__call__", ticking_date),
        (freeze_type, "stop", stop_and_tell),
    ]


def follow_from_now(freeze: Any) -> None:
    """Prepare a freeze that began before its date could follow virtual time."""
    vars(freeze)["_set_at_ns"] = entered.elapsed_ns()


class _FollowingDate:
    """The date of a ``freeze_time``, moved on by the virtual time since it was set.

    Found on the class, it comes before the instance's own attribute, which keeps the date as it was
    set. So freezes follow that began before the hold, and ``tick()`` and ``move_to()`` are
    freezegun's own.
    """

    def __get__(self, freeze: Any, owner: type) -> Any:
        if freeze is None:
            return self
        date, set_at_ns = vars(freeze)["time_to_freeze"], vars(freeze)["_set_at_ns"]
        return date + timedelta(microseconds=(entered.elapsed_ns() - set_at_ns) // 1000)

    def __set__(self, freeze: Any, date: datetime) -> None:
        vars(freeze)["time_to_freeze"] = date
        follow_from_now(freeze)
