"""Replacements that stand in their places for as long as somebody needs them.

Rule: what others have put in the same place is respected. A replacement calls what it found, and on
leaving only what is still ours is taken away.
"""

from __future__ import annotations

import threading
from typing import Any

_ABSENT = object()


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


class Patches:
    """Patches that stand together, while at least one user is in."""

    def __init__(self, *patches: Patch) -> None:
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
