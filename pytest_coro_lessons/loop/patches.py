"""Replacements that stand in their places for as long as somebody needs them.

Rule: what others have put in the same place is respected. A replacement calls what it found, and on
leaving only what is still ours is taken away.
"""

from __future__ import annotations

import sys
import threading
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary, WeakSet, ref

if TYPE_CHECKING:
    from collections.abc import Callable

_ABSENT = object()
# Where functions are at home, and whose names are for their own measuring.
_LEFT_ALONE = ("time", "_pytest", __name__.partition(".")[0])


class Patch:
    """One attribute of a module or class and its replacement.

    Args:
        over: replace nothing but this; what somebody else has put there already, a mock for
            instance, then stays and has the last word.
    """

    def __init__(
        self, owner: object, name: str, replacement: object, *, over: object = None
    ) -> None:
        self._owner = owner
        self._name = name
        self._replacement = replacement
        self._over = over
        self._found = vars(owner).get
        self.original: Any = self._found(name, _ABSENT)

    def put(self) -> None:
        found = self._found(self._name, _ABSENT)
        # Somebody who patched over ours, and undid it after we had left, has put ours back.
        if found is not self._replacement and (self._over is None or self._over is found):
            self.original = found
            setattr(self._owner, self._name, self._replacement)

    def take_away(self) -> None:
        if self._found(self._name) is not self._replacement:
            return
        if self.original is _ABSENT:
            delattr(self._owner, self._name)
        else:
            setattr(self._owner, self._name, self.original)


class ImportedNames:
    """A function under the names that modules have for it: ``from time import sleep``.

    Every module is looked at once, when it is first put after the module's import; but
    ``__main__`` may be a session in which somebody goes on to import.
    """

    def __init__(self, function: object, replacement: object) -> None:
        self._function = function
        self._replacement = replacement
        self._wanted = {id(function), id(replacement)}
        self._known: WeakSet[ModuleType] = WeakSet()
        self._latest: Callable[[], object] = object
        self._counts = (0, 0)
        self._found: WeakKeyDictionary[ModuleType, list[str]] = WeakKeyDictionary()

    def put(self) -> None:
        # Nearly always there is nothing new, and that must be quick to see.
        latest = next(reversed(sys.modules.values()))
        counts = (len(sys.modules), len(_main))
        if latest is not self._latest() or counts != self._counts:
            self._latest, self._counts = _weakly(latest), counts
            self._look_at_new_modules()
        self._replace(self._function, self._replacement)

    def take_away(self) -> None:
        self._replace(self._replacement, self._function)

    def _look_at_new_modules(self) -> None:
        for name, module in list(sys.modules.items()):
            if not _is_plain(module) or module in self._known:
                continue
            if name != "__main__":
                self._known.add(module)
            if name.partition(".")[0] not in _LEFT_ALONE:
                self._look_at(module)

    def _look_at(self, module: ModuleType) -> None:
        names = _names_in(module)
        # By identity: what is compared may answer by an error, or have to be computed first.
        if not self._wanted.isdisjoint(map(id, tuple(names.values()))):
            pairs = list(names.items())
            self._found[module] = [name for name, value in pairs if id(value) in self._wanted]

    def _replace(self, old: object, new: object) -> None:
        for module, found in self._found.items() if self._found else ():
            names = _names_in(module)
            for name in found:
                if names.get(name) is old:
                    names[name] = new


def _weakly(thing: object) -> Callable[[], object]:
    try:
        return ref(thing)
    except TypeError:
        return lambda: thing


def _is_plain(module: object) -> bool:
    # Not isinstance(): some things that stand for a module answer to that by importing it.
    kind = type(module)
    return issubclass(kind, ModuleType) and kind.__hash__ is object.__hash__


def _names_in(module: ModuleType) -> dict[str, Any]:
    # A module that is loaded when it is first used would be loaded by vars().
    names: dict[str, Any] = ModuleType.__getattribute__(module, "__dict__")
    return names


_main = _names_in(sys.modules["__main__"])


class _Patch(Protocol):
    def put(self) -> None: ...
    def take_away(self) -> None: ...


class Patches:
    """Patches that stand together, while at least one user is in."""

    def __init__(self, *patches: _Patch) -> None:
        self._patches = patches
        self._users = 0
        self._lock = threading.Lock()

    def enter(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                for patch in self._patches:
                    patch.put()

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                for patch in self._patches:
                    patch.take_away()
