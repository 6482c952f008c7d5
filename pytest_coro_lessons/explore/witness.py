"""What is told of a run while it goes on; a run that nobody will read about tells nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..operations import Call
    from .answers import Answer, Option
    from .loop import ExploringLoop


class Witness:
    """Hears everything and remembers nothing."""

    def enter(self, loop: ExploringLoop) -> None:
        """Learn which loop it is that all the rest is about."""

    def leave(self) -> None:
        """Learn that the run has ended; what the loop still does is no part of it."""

    def chose(self, options: Sequence[Option], pick: int) -> None:
        """Hear how the program goes on when nothing was ready; 0 is what asyncio does.

        The clock has moved, and nothing has come yet.
        """

    def sent(self, source: object, handle: Any) -> None:
        """Hear of what a thread or a connection will bring; the handle runs when it comes."""

    def came_in_turn(self, answer: Answer) -> None:
        """Hear of an answer that comes in the middle of the work of others."""

    def tied(self, usual: Any, first: Any) -> None:
        """Hear which of two timers with equal deadlines fires before the other."""

    def held(self, source: object, handle: Any) -> None:
        """Hear what could have come at once and comes when nothing else is ready.

        The handle, if there is one, is what runs when it comes.
        """

    def cut(self, size: int, pick: int) -> None:
        """Hear into which chunks a write of so many bytes is cut."""

    def reversed_sets(self) -> None:
        """Hear that asyncio's sets come out backwards."""

    def cancelled(self, task: Any, point: int) -> tuple[str | None, int | None]:
        """Hear that a sweep cancels a task, at a suspension point counted from 1.

        Returns:
            The line of theirs where the task waits, if anybody wants to know.
        """
        del task, point
        return None, None

    def collected(self) -> None:
        """Hear that garbage is collected at each turn."""

    def started(self, call: Call) -> None:
        """Hear that a call of an operation starts."""

    def ended(self, call: Call, answer: object) -> None:
        """Hear how a call ends, and what it returned if it did."""

    def printed(self, text: str) -> None:
        """Hear what the program prints, in pieces of any size."""
