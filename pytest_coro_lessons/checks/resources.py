"""What a block takes and has to give back, and how much of it at once."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

from ..diagnostics import CheckFailed, Diagnostic, Facts
from ..evidence import Replaced, place_in_stack
from .blocks import AtTheEnd

if TYPE_CHECKING:
    from ..evidence import Place


class _Held(NamedTuple):
    item: object
    place: Place


class _Watched:
    """One lock, semaphore or pool, whose ``acquire`` and ``release`` are counted for a while."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing
        self.held: list[_Held] = []
        self.surplus: Place | None = None
        """Where it was given back more often than it had been taken."""
        self._acquire, self._release = thing.acquire, thing.release
        self._replaced = Replaced(thing, acquire=self._taking, release=self._giving_back)

    def leave(self) -> None:
        self._replaced.put_back()

    def _taking(self, *args: Any, **kwargs: Any) -> Any:
        place = place_in_stack()
        taken = self._acquire(*args, **kwargs)
        if inspect.isawaitable(taken):
            return self._taking_later(taken, place)
        self.held.append(_Held(taken, place))
        return taken

    async def _taking_later(self, taken: Any, place: Place) -> Any:
        item = await taken
        self.held.append(_Held(item, place))
        return item

    def _giving_back(self, *args: Any, **kwargs: Any) -> Any:
        given = args[0] if args else None
        ours = [held for held in self.held if given is None or held.item is given]
        if ours:
            self.held.remove(ours[0])
        elif self.surplus is None:
            self.surplus = place_in_stack()
        return self._release(*args, **kwargs)


class released(AtTheEnd):  # noqa: N801 - reads as a sentence: `with released(lock):`
    """Check that a block gives back what it takes: locks, semaphores, connections of a pool.

    Example:
        async def test_gives_the_lock_back():
            lock = asyncio.Lock()

            with released(lock):
                async with lock:
                    await asyncio.sleep(1)

    Raises:
        CheckFailed: CL409, with the line that took it.
    """

    def __init__(self, *things: Any, name: str | None = None) -> None:
        """Watch anything that has ``acquire`` and ``release``, coroutine functions or plain ones.

        What ``release`` is given says which one comes back; given nothing, it is the oldest.

        Args:
            name: What is taken, such as ``"connection"``; the type of the thing if not given.
        """
        self._things = things
        self._name = name
        self._watched: list[_Watched] = []

    def _begin(self) -> None:
        self._watched = [_Watched(thing) for thing in self._things]

    def _end(self) -> list[Diagnostic]:
        for watched in reversed(self._watched):
            watched.leave()
        return [found for watched in self._watched for found in _about(watched, self._name)]


def _about(watched: _Watched, name: str | None) -> list[Diagnostic]:
    name = name or type(watched.thing).__name__
    if watched.held:
        facts: Facts = {"name": name, "count": len(watched.held)}
        return [Diagnostic("CL409", facts, *watched.held[0].place)]
    if watched.surplus is not None:
        return [Diagnostic("CL409", {"name": name, "case": "surplus"}, *watched.surplus)]
    return []


class tasks_at_most(AtTheEnd):  # noqa: N801 - reads as a sentence: `with tasks_at_most(3):`
    """Check that of the tasks a block makes never more than so many exist at once.

    The check fails where one too many would be made, and that task is not made: there could be
    no end to them. A block that swallows the failure fails at its end.

    Example:
        async def test_three_workers_are_enough():
            with tasks_at_most(3):
                async with asyncio.TaskGroup() as group:
                    for _ in range(3):
                        group.create_task(asyncio.sleep(1))

    Raises:
        CheckFailed: CL410.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._tasks: list[asyncio.Task[Any]] = []
        self._found: list[Diagnostic] = []

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        self._create_task: Any = loop.create_task
        self._replaced = Replaced(loop, create_task=self._creating)

    def _end(self) -> list[Diagnostic]:
        self._replaced.put_back()
        self._tasks.clear()
        return self._found

    def _creating(self, coroutine: Any, **kwargs: Any) -> asyncio.Task[Any]:
        __tracebackhide__ = True
        if len(self._tasks) >= self._number:
            self._tasks = [task for task in self._tasks if not task.done()]
        if len(self._tasks) >= self._number:
            coroutine.close()
            if not self._found:
                facts: Facts = {"at_most": self._number, "count": self._number}
                self._found.append(Diagnostic("CL410", facts, *place_in_stack()))
            raise CheckFailed(self._found[0])
        task: asyncio.Task[Any] = self._create_task(coroutine, **kwargs)
        self._tasks.append(task)
        return task
