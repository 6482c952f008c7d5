"""What a loop has to say during one run: failed tasks and callbacks, generators left open.

Rule: what somebody listens to here is heard once; everything else is handed on to who listened
before.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

from ..diagnostics import shorten
from .clocks import clock_of
from .model import Crossing, Unclosed, Unretrieved
from .places import Files, Place, begun_by_loop, name_of, place_in_stack, place_in_traceback
from .replaced import Replaced

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from ..loop import Blocking

_DESTROYED = "Task was destroyed but it is pending"
_FIRST_ITERATION = "_asyncgen_firstiter_hook"
_FINALIZER = "_asyncgen_finalizer_hook"
_THREAD_UNSAFE = ("call_soon", "call_at", "create_task")
_UNRETRIEVED = "exception was never retrieved"


class HeardErrors:
    """Hears, as a loop's exception handler, of what failed and nobody looked at."""

    def __init__(self, loop: asyncio.AbstractEventLoop, files: Files = ()) -> None:
        self.unretrieved: list[Unretrieved] = []
        self.callback_errors: list[Unretrieved] = []
        self._loop = loop
        self._files = files
        self._handler_before: Any = None

    def listen(self) -> None:
        self._handler_before = self._loop.get_exception_handler()
        self._loop.set_exception_handler(self._on_error)

    def leave(self) -> None:
        """Put everything back as it was."""
        self._loop.set_exception_handler(self._handler_before)

    def _on_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        future = context.get("future") or context.get("task")
        if error is not None and str(context.get("message")).endswith(_UNRETRIEVED):
            self.unretrieved.append(unretrieved(error, future, self._files))
        elif error is not None and "handle" in context:
            found = unretrieved(error, future, self._files)
            callback = context["handle"]._callback  # noqa: SLF001 - nothing public tells it
            if callback is not None and callable(callback):
                self.callback_errors.append(found)
            else:
                self.callback_errors.append(found._replace(not_callable=shorten(callback)))
        else:
            self._hand_on(loop, context)

    def _hand_on(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if self._handler_before is not None:
            self._handler_before(loop, context)
        else:
            loop.default_exception_handler(context)


class HeardGenerators:
    """Hears of every asynchronous generator that is begun, and of those the collector must finish.

    The hooks for them belong to a thread, and a loop puts its own ones there each time it runs; so
    they are replaced in the loop, where every run takes them from.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, files: Files = ()) -> None:
        self._loop = loop
        self._files = files
        self.given_up: list[Unclosed] = []
        """Those that the garbage collector had to finish."""
        self._generators: list[weakref.ref[Any]] = []
        # By identity: when a generator is finalised, weak references to it are already gone.
        self._places: dict[int, Place] = {}
        self._in_loops: set[int] = set()
        self._first_iteration: Any = None
        self._finalizer: Any = None

    def listen(self) -> None:
        self._first_iteration = getattr(self._loop, _FIRST_ITERATION)
        self._finalizer = getattr(self._loop, _FINALIZER)
        self._set_hooks(self._on_first_iteration, self._on_finalizing)

    def leave(self) -> None:
        """Put everything back as it was."""
        self._set_hooks(self._first_iteration, self._finalizer)

    @property
    def unclosed(self) -> list[Unclosed]:
        """Generators that the garbage collector had to finish, and those that still can go on."""
        return [*self.given_up, *(described for _, described in self.waiting())]

    def waiting(self) -> list[tuple[Any, Unclosed]]:
        """Return each generator that still can go on, beside its description."""
        alive = [generator for known in self._generators if (generator := known()) is not None]
        return [(one, self._unclosed(one)) for one in alive if one.ag_frame is not None]

    def _set_hooks(self, first_iteration: Any, finalizer: Any) -> None:
        setattr(self._loop, _FIRST_ITERATION, first_iteration)
        setattr(self._loop, _FINALIZER, finalizer)
        if asyncio._get_running_loop() is self._loop:
            sys.set_asyncgen_hooks(first_iteration, finalizer)

    def _on_first_iteration(self, generator: AsyncGenerator[Any, Any]) -> None:
        self._generators.append(weakref.ref(generator))
        self._places[id(generator)] = place_in_stack(self._files)
        if begun_by_loop(sys._getframe(1), self._files):
            self._in_loops.add(id(generator))
        self._first_iteration(generator)

    def _on_finalizing(self, generator: AsyncGenerator[Any, Any]) -> None:
        self.given_up.append(self._unclosed(generator))
        self._finalizer(generator)

    def _unclosed(self, generator: Any) -> Unclosed:
        place = self._places.get(id(generator), (None, None))
        code = generator.ag_code
        defined = code.co_filename, code.co_firstlineno
        return Unclosed(name_of(generator), *place, *defined, id(generator) in self._in_loops)


class _Blockings(list["Blocking"]):
    """Blockings with the innermost line of theirs: what blocks may be below, in code they call."""

    def __init__(self, known: list[Blocking], files: Files) -> None:
        super().__init__(known)
        self._files = files

    def append(self, blocking: Blocking) -> None:
        file, line = place_in_stack(self._files)
        if file is not None and line is not None:
            blocking = blocking._replace(file=file, line=line)
        super().append(blocking)


class WatchedLoop(HeardErrors):
    """Hears all that one loop has to say, from now on until it is left."""

    _heard_generators = HeardGenerators

    def __init__(self, loop: asyncio.AbstractEventLoop, files: Files) -> None:
        super().__init__(loop, files)
        self.loop = loop
        self.destroyed_tasks: list[str] = []
        self.crossings: list[Crossing] = []
        self._guarded: Replaced | None = None
        self.started_ns = clock_of(loop).time_ns()
        self.tasks_before = asyncio.all_tasks(loop)
        self.generators = self._heard_generators(loop, files)
        before: list[Blocking] = getattr(loop, "blockings", [])
        self._blockings_before = len(before)
        if files and before is getattr(loop, "blockings", None):
            vars(loop)["blockings"] = _Blockings(before, files)
        self.listen()

    @property
    def blockings(self) -> list[Blocking]:
        return list(getattr(self.loop, "blockings", ()))[self._blockings_before :]

    @property
    def unclosed(self) -> list[Unclosed]:
        return self.generators.unclosed

    def listen(self) -> None:
        super().listen()
        self.generators.listen()

    def leave(self) -> None:
        super().leave()
        self.generators.leave()
        if self._guarded is not None:
            self._guarded.put_back()
            self._guarded = None

    def guard(self) -> None:
        """Look from now on at who uses the loop, because another thread is about to start.

        asyncio looks only in debug mode; otherwise such a program works, or hangs, by chance.
        """
        if self._guarded is None:
            methods = {name: self._guarding(name) for name in _THREAD_UNSAFE}
            self._guarded = Replaced(self.loop, **methods)

    def _guarding(self, name: str) -> Any:
        method = getattr(self.loop, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            owner = getattr(self.loop, "_thread_id", None)
            if owner is not None and owner != threading.get_ident():
                self.crossings.append(Crossing(name, *place_in_stack(self._files)))
            return method(*args, **kwargs)

        return guarded

    def _on_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        task = context.get("task")
        if task is not None and str(context.get("message")).startswith(_DESTROYED):
            self.destroyed_tasks.append(name_of(task.get_coro()))
        else:
            super()._on_error(loop, context)


def silenced(future: Any, files: Files) -> Unretrieved | None:
    """Describe what a future failed with if asyncio would still complain, so that it does not."""
    # Set while it would; reading the exception is what ends it.
    if not future._log_traceback:  # noqa: SLF001 - nothing public tells it
        return None
    return unretrieved(future.exception(), future, files)


def unretrieved(error: BaseException | None, future: object, files: Files) -> Unretrieved:
    """Describe an exception that nobody looked at."""
    name = name_of(future.get_coro()) if isinstance(future, asyncio.Task) else ""
    traceback = None if error is None else error.__traceback__
    return Unretrieved(shorten(error), name, *place_in_traceback(traceback, files))
