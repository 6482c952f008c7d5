"""Who watches a loop: one observer of its steps, and those who want to know of every new loop.

Rule: with nobody watching, the loop pays nothing for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from .virtual import VirtualTimeLoop


class Observer(Protocol):
    """Is told what a loop does, in the loop's thread; see ``VirtualTimeLoop.observe``."""

    def run(self, handle: Any) -> None:
        """Run a callback of the loop: ``handle._run()``, and whatever else before and after."""

    def created(self, task: Any, coroutine: Any) -> None:
        """Hear of a task just created of a coroutine; an eager one has taken its first step."""

    def blocks(self) -> None:
        """Hear that the loop's thread may be about to block; called from below that call."""

    def blocked(self, start_ns: int) -> None:
        """Hear that it has blocked from ``start_ns`` until now."""


opened: list[Callable[[VirtualTimeLoop], None]] = []
"""Called with every virtual loop that is opened, as long as they are in here."""
