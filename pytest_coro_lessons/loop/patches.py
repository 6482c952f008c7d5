"""A replacement that stands in its place for as long as somebody needs it."""

from __future__ import annotations

import threading
from typing import Any


class Patch:
    """One attribute of a module or class, replaced while at least one user is in."""

    def __init__(self, owner: object, name: str, replacement: object) -> None:
        self._owner = owner
        self._name = name
        self._replacement = replacement
        self._original: Any = None
        self._users = 0
        self._lock = threading.Lock()

    def enter(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._original = getattr(self._owner, self._name)
                setattr(self._owner, self._name, self._replacement)

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                setattr(self._owner, self._name, self._original)
