"""Methods of one object, replaced for a while."""

from __future__ import annotations

from typing import Any


class Replaced:
    """Other methods for one object; its class and all other objects stay as they are."""

    def __init__(self, owner: Any, **methods: Any) -> None:
        """Replace them now; :meth:`put_back` ends it, the last replacement first."""
        self._owner = owner
        # Some objects have methods in themselves already, as a Condition has those of its lock.
        self._before = {name: vars(owner).get(name) for name in methods}
        vars(owner).update(methods)

    def put_back(self) -> None:
        for name, method in self._before.items():
            if method is None:
                del vars(self._owner)[name]
            else:
                vars(self._owner)[name] = method
