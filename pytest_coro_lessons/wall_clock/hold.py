"""The one freeze of ours that stays below all others, so that theirs and ours cost little."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from .entered import entered
from .table import follow_from_now, replacements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What modules with these prefixes have imported by name stays real: the measuring of pytest and of
# our own watchdogs, and the limits of blocking calls, as `queue.get(timeout=1)` never ends when it
# measures its second on a clock that stands still. Where time is virtual, the loop sees to those.
_NEVER_FROZEN = (
    "_pytest.",
    "concurrent.futures",
    "pluggy.",
    "pytest_asyncio.",
    "pytest_coro_lessons.",
    "queue",
    "subprocess",
    "threading",
    "xdist.",
)
# Imported later, these would copy names that are frozen already.
_IMPORTED_FIRST = ("queue", "subprocess")

_ABSENT = object()


class Hold:
    """Begins and ends at most one freeze; it is in force from the one to the other."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.wanted = False
        self.freezes: list[Any] = []
        """freezegun's stack of freezes: ours first, then those that tests began."""
        self.real_time_ns: Callable[[], int]
        self._freeze: Any = None
        self._replaced: list[tuple[Any, str, object]] = []
        self._ticking_type: Any = ()

    def begin(self) -> None:
        """Do nothing if it is in force already, else take milliseconds."""
        if self._freeze is not None:
            return
        for name in _IMPORTED_FIRST:
            importlib.import_module(name)
        # Not at the top: it costs 30 ms that a run without virtual time need not pay.
        import freezegun
        from freezegun import api

        self.real_time_ns = api.real_time_ns
        self._ticking_type = api.TickingDateTimeFactory
        freeze = freezegun.freeze_time(ignore=list(_NEVER_FROZEN))
        _start_below_others(freeze, api)
        self._freeze = freeze
        self.freezes = api.freeze_factories
        for other in self.freezes[1:]:
            follow_from_now(other)
        for owner, name, replacement in replacements(api, stopped=self.end_if_unwanted):
            self._replaced.append((owner, name, vars(owner).get(name, _ABSENT)))
            setattr(owner, name, replacement)

    def end_if_unwanted(self) -> None:
        """End the hold unless somebody wants it, or a clock or a test's freeze stands on it."""
        with self.lock:
            if self._freeze is None or self.wanted or entered or len(self.freezes) > 1:
                return
            for owner, name, before in reversed(self._replaced):
                if before is _ABSENT:
                    delattr(owner, name)
                else:
                    setattr(owner, name, before)
            self._replaced = []
            self._freeze.stop()
            self._freeze = None

    @contextmanager
    def ticking_kept_in_step(self) -> Iterator[None]:
        """Let the dates of ``freeze_time(tick=True)`` go on from where they are.

        They follow real time outside of virtual time and virtual time inside: this goes around
        every change from the one to the other.
        """
        dates = [(f, f()) for f in self.freezes[1:] if isinstance(f, self._ticking_type)]
        yield
        for freeze, date in dates:
            freeze.move_to(date)


def _start_below_others(freeze: Any, api: Any) -> None:
    others = api.freeze_factories
    if others:
        # The first of them has changed the modules, and freezegun would remember for good what it
        # finds there now. Every name starts with the empty prefix.
        freeze.ignore = ("",)
    # With the stack hidden, freezegun takes our freeze for the first one. It must be that: it stops
    # last, and freezegun changes modules for the first one only, and keeps what to undo in it.
    api.freeze_factories = []
    try:
        freeze.start()
    except BaseException:
        freeze.stop()  # some module could not be read; undo what was done to the others
        raise
    finally:
        others[:0] = api.freeze_factories
        api.freeze_factories = others
    for stack in (api.tz_offsets, api.ignore_lists, api.tick_flags):
        stack.insert(0, stack.pop())
    if len(others) > 1:
        # What the first of them keeps to undo, it will not: it is no longer the last to stop.
        # freezegun also searches the modules that are new at the end; to ours all of them are.
        freeze.modules_at_start = set()
        freeze.ignore = tuple(api.config.settings.default_ignore_list)


the_hold = Hold()


def hold() -> None:
    """Begin the hold and keep it; does nothing if it is kept already.

    Hold around tests in virtual time only: to freezegun, every ``freeze_time`` begun meanwhile is a
    nested one, and it ignores ``real_asyncio=True`` in those.
    """
    with the_hold.lock:
        the_hold.wanted = True
        the_hold.begin()


def release() -> None:
    """End the hold; does nothing if there is none.

    While a `WallClock` is entered or a ``freeze_time`` lasts that began in the hold, it ends with
    the last of them.
    """
    with the_hold.lock:
        the_hold.wanted = False
        the_hold.end_if_unwanted()
