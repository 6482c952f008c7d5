"""Watches the coroutine methods of a learner's class.

They are replaced in the class itself, so that it stays the same object: what is asked of it, of its
instances and of its subclasses gives the same answers as before.
"""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# To leave something running is what these are for; whether it ends is seen when the run has ended.
_STARTS_SOMETHING = ("__aenter__", "start")


def watch_methods(cls: type, watching: Callable[[Any], Any]) -> None:
    """Replace every coroutine method of a class, and of its bases in the same file."""
    for base in cls.__mro__:
        if base.__module__ == cls.__module__:
            _watch_own(base, watching)


def _watch_own(cls: type, watching: Callable[[Any], Any]) -> None:
    for name, member in list(vars(cls).items()):
        if name in _STARTS_SOMETHING:
            continue
        if isinstance(member, staticmethod | classmethod) and iscoroutinefunction(member.__func__):
            setattr(cls, name, type(member)(watching(member.__func__)))
        elif iscoroutinefunction(member):
            setattr(cls, name, watching(member))
