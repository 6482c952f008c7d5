"""Values of any kind as short, stable text that can be a fact."""

from __future__ import annotations

import re
import reprlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 120
_MOST_NAMES = 3
# What differs from run to run and machine to machine: addresses, and where a task's code stands.
_PLACE = re.compile(
    r" at 0x[0-9a-fA-F]+|,? (?:defined|running|created) at [^<>]*?:\d+| wait_for=<[^<>]*>"
)

_UNNAMED = re.compile(r"Task-\d+")


class _Short(reprlib.Repr):
    def repr_instance(self, value: object, level: int) -> str:
        del level
        try:
            if hasattr(value, "get_coro"):
                return _task(value)
            return _cut(_PLACE.sub("", repr(value)))
        except Exception:  # noqa: BLE001 - whatever a broken repr raises
            return f"<{type(value).__name__} instance>"


def _task(task: Any) -> str:
    """Tell a task by what it runs: how far it has got is another matter when this is read."""
    name = task.get_name()
    given = "" if _UNNAMED.fullmatch(name) else f"{name!r} "
    runs = str(task.get_coro().__qualname__).rpartition("<locals>.")[2]
    return f"<Task {given}{runs}()>"


_short = _Short()
_short.maxstring = _short.maxother = _short.maxlong = _LONGEST
_short.maxlist = _short.maxtuple = _short.maxset = _short.maxfrozenset = _short.maxdict = 12
_short.maxlevel = 4


def shorten(value: object) -> str:
    """Return the ``repr`` of a value in at most 120 characters and without addresses.

    A ``repr`` that fails is replaced by the name of the type: a check must not fail on it.
    """
    return tidy(_short.repr(value))


def tidy(text: str) -> str:
    """Put a text on one line of at most 120 characters, both ends kept, without addresses."""
    return _cut(_PLACE.sub("", text).replace("\n", " "))


def listed(names: Iterable[str]) -> str:
    """Return each name once, in their order; of more than three the first three."""
    once = list(dict.fromkeys(names))
    shown = ", ".join(once[:_MOST_NAMES])
    return f"{shown}, …" if len(once) > _MOST_NAMES else shown


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
