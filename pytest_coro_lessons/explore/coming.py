"""What threads and connections have sent and has not come yet, for the record of a run.

Rule: a message belongs to the task that opened its connection, whoever writes or reads it.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..network.pipe import Message
from .naming import Who, what_a_thread_brings, who_gets, who_is_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..network.addresses import Address
    from .answers import Answer

Place: TypeAlias = tuple[str | None, int | None]


@dataclass(slots=True, eq=False)
class Coming:
    """Something on its way.

    Attributes:
        deviation: The place of the deviation that decides when it comes.
        meanwhile: Rows of other tasks that came first, and where the task it is for waited then.
    """

    source: object
    handle: Any
    deviation: int | None = None
    meanwhile: list[tuple[int, Place]] = field(default_factory=list)


class OnTheWay:
    """Knows for whom everything is that has been sent."""

    def __init__(self) -> None:
        self._coming: dict[Any, Coming] = {}
        # Not the tasks themselves: see the rule of their names.
        self._openers: dict[Address, weakref.ref[Any]] = {}

    def __iter__(self) -> Iterator[Coming]:
        return iter(self._coming.values())

    def add(self, source: object, handle: Any, sender: Any) -> None:
        """Take in what was sent, from within a task or from elsewhere."""
        if isinstance(source, Message) and source.kind == "request" and sender is not None:
            self._openers[source.client] = weakref.ref(sender)
        self._coming[handle] = Coming(source, handle)

    def take(self, handle: Any) -> Coming | None:
        """Return what comes with this callback, and expect it no longer."""
        return self._coming.pop(handle, None)

    def cause(self, handle: Any, deviation: int) -> None:
        """Note which deviation decides when something comes."""
        if handle in self._coming:
            self._coming[handle].deviation = deviation

    def who(self, source: object, handle: Any) -> Who:
        """Tell for whom something is, as far as that is known by now."""
        if isinstance(source, Message):
            opener = self._openers.get(source.client)
            return Who(opener() if opener is not None else None, source.host, noun=source.kind)
        return Who(who_is_told(handle), what_a_thread_brings(handle))

    def who_gets(self, answer: Answer) -> Who:
        """Tell whose answer it is."""
        handle = next(iter(answer.handles), None)
        if handle in self._coming:
            return self.who(answer.source, handle)
        return who_gets(answer)
