"""What a loop has to say during one run: failed tasks and callbacks, generators left open."""

from __future__ import annotations

import asyncio
import sys
import weakref
from typing import TYPE_CHECKING, Any

from ..diagnostics import shorten
from .model import Unclosed, Unretrieved
from .places import Files, Place, name_of, place_in_stack, place_in_traceback

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ..loop import Blocking

_DESTROYED = "Task was destroyed but it is pending"
_FIRST_ITERATION = "_asyncgen_firstiter_hook"
_FINALIZER = "_asyncgen_finalizer_hook"
_UNRETRIEVED = "exception was never retrieved"


class WatchedLoop:
    """Listens to one loop, and hands everything on to who listened before.

    The hooks for asynchronous generators belong to a thread, and a loop puts its own ones there
    each time it runs; so they are replaced in the loop, where every run takes them from.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, files: Files) -> None:
        self.loop = loop
        self.unretrieved: list[Unretrieved] = []
        self.callback_errors: list[Unretrieved] = []
        self.destroyed_tasks: list[str] = []
        self._files = files
        self._unfinished: list[Unclosed] = []
        self._generators: list[weakref.ref[Any]] = []
        # By identity: when a generator is finalised, weak references to it are already gone.
        self._places: dict[int, Place] = {}
        self._blockings_before = len(getattr(loop, "blockings", ()))
        self._handler_before = loop.get_exception_handler()
        loop.set_exception_handler(self._on_error)
        self._first_iteration: Any = getattr(loop, _FIRST_ITERATION)
        self._finalizer: Any = getattr(loop, _FINALIZER)
        self._set_hooks(self._on_first_iteration, self._on_finalizing)

    @property
    def blockings(self) -> list[Blocking]:
        return list(getattr(self.loop, "blockings", ()))[self._blockings_before :]

    @property
    def unclosed(self) -> list[Unclosed]:
        """Generators that the garbage collector had to finish, and those that still can go on."""
        alive = [generator for known in self._generators if (generator := known()) is not None]
        waiting = [self._unclosed(one) for one in alive if one.ag_frame is not None]
        return [*self._unfinished, *waiting]

    def leave(self) -> None:
        """Put everything back as it was."""
        self.loop.set_exception_handler(self._handler_before)
        self._set_hooks(self._first_iteration, self._finalizer)

    def _set_hooks(self, first_iteration: Any, finalizer: Any) -> None:
        setattr(self.loop, _FIRST_ITERATION, first_iteration)
        setattr(self.loop, _FINALIZER, finalizer)
        if asyncio._get_running_loop() is self.loop:
            sys.set_asyncgen_hooks(first_iteration, finalizer)

    def _on_first_iteration(self, generator: AsyncGenerator[Any, Any]) -> None:
        self._generators.append(weakref.ref(generator))
        self._places[id(generator)] = place_in_stack(self._files)
        self._first_iteration(generator)

    def _on_finalizing(self, generator: AsyncGenerator[Any, Any]) -> None:
        self._unfinished.append(self._unclosed(generator))
        self._finalizer(generator)

    def _unclosed(self, generator: AsyncGenerator[Any, Any]) -> Unclosed:
        place = self._places.get(id(generator), (None, None))
        return Unclosed(name_of(generator), *place)

    def _on_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        message = str(context.get("message"))
        task = context.get("task")
        if message.startswith(_DESTROYED) and task is not None:
            self.destroyed_tasks.append(name_of(task.get_coro()))
            return
        error = context.get("exception")
        if error is None:
            self._hand_on(loop, context)
            return
        future = context.get("future") or task
        if message.endswith(_UNRETRIEVED):
            self.unretrieved.append(unretrieved(error, future, self._files))
        elif "handle" in context:
            self.callback_errors.append(unretrieved(error, future, self._files))
        else:
            self._hand_on(loop, context)

    def _hand_on(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if self._handler_before is not None:
            self._handler_before(loop, context)
        else:
            loop.default_exception_handler(context)


def unretrieved(error: BaseException, future: object, files: Files) -> Unretrieved:
    """Describe an exception that nobody looked at."""
    name = name_of(future.get_coro()) if isinstance(future, asyncio.Task) else ""
    return Unretrieved(shorten(error), name, *place_in_traceback(error.__traceback__, files))
