"""What is known of code objects: whose they are, how a call is typed, what waiting in them means.

Rule: no code of the program runs to find a name, and no address is in it, so that it is the same in
every process.
"""

from __future__ import annotations

import asyncio
import dis
import inspect
import os
from functools import lru_cache
from typing import TYPE_CHECKING

from ..loop import blocking
from ..operations import Operation
from .flow import Flow
from .parameters import KEPT, parameters

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import CodeType, FrameType

    from .parameters import Parameter

_STANDARD_LIBRARY = os.path.dirname(os.__file__) + os.sep  # noqa: PTH120 - compared as text
_ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep  # noqa: PTH120
_PACKAGE = os.path.dirname(os.path.dirname(__file__)) + os.sep  # noqa: PTH120
_PACKAGES = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")

_PLAIN = tuple(_ASYNCIO + name for name in ("locks.py", "queues.py", "streams.py"))
# They await a lock, which may be of a class of the program's own.
_WITH_A_LOCK = ("Barrier.", "Condition.")
_SLEEP = asyncio.sleep.__code__
_BLOCKING_SLEEP = blocking.sleep.__code__
_OPERATION = Operation._run.__code__

# Coroutines whose own name says something else than what the program typed; wait_for passes on what
# it waits for.
_LABELS = {
    "TaskGroup.__aexit__": "TaskGroup",
    "as_completed.<locals>._wait_for_one": "as_completed",
    "_AsCompletedIterator.__anext__": "as_completed",
    "_AsCompletedIterator._wait_for_one": "as_completed",
    "VirtualTimeLoop._drive_inside": "clock.advance",
    "wait_for": None,
}


class Code:
    """One code object.

    Attributes:
        theirs: It is in the learner's files.
        in_asyncio: It is asyncio's.
        is_level: It is of interest where it stands in an await chain.
        has_row: A call of it is a span of its own.
        is_plain: It is a coroutine of asyncio that lets exceptions out as they are.
        is_leaf: Besides, nothing of the learner's can be awaited in it.
        label: What one waits for in it; None where that says nothing to its caller.
    """

    __slots__ = (
        "_flow",
        "_lines",
        "_parameters",
        "code",
        "file",
        "has_row",
        "in_asyncio",
        "is_blocking_sleep",
        "is_generator",
        "is_leaf",
        "is_level",
        "is_operation",
        "is_plain",
        "is_sleep",
        "label",
        "name",
        "theirs",
    )

    def __init__(self, code: CodeType, *, theirs: bool) -> None:
        self.code = code
        self.file = code.co_filename
        self.theirs = theirs
        self.in_asyncio = code.co_filename.startswith(_ASYNCIO)
        self.is_operation = code is _OPERATION
        self.is_sleep = code is _SLEEP
        self.is_blocking_sleep = code is _BLOCKING_SLEEP
        self.is_plain = self.is_sleep or code.co_filename.startswith(_PLAIN)
        # On Python 3.11 a comprehension that awaits is a coroutine of its own.
        in_brackets = code.co_name.startswith("<") and bool(code.co_flags & inspect.CO_COROUTINE)
        self.is_level = theirs or self.is_operation
        self.has_row = self.is_level and not in_brackets
        self.is_generator = bool(code.co_flags & inspect.CO_ASYNC_GENERATOR)
        self.name = code.co_qualname.rpartition("<locals>.")[2]
        self.label = _label(code)
        self.is_leaf = (
            self.is_plain and self.label is not None and not self.name.startswith(_WITH_A_LOCK)
        )
        self._flow: Flow | None = None
        self._lines: dict[int, int] = {}
        self._parameters: tuple[Parameter, ...] | None = None

    @property
    def flow(self) -> Flow:
        """Where it can go on after an exception."""
        if self._flow is None:
            self._flow = _flow(self.code)
        return self._flow

    def returns_at(self, offset: int) -> bool:
        """Tell whether a frame that ended at this instruction returned."""
        return dis.opname[self.code.co_code[offset]].startswith("RETURN_")

    def line(self, frame: FrameType) -> int:
        """Return the line at which a frame of this code stands."""
        # Python counts through the lines from the first one each time it is asked.
        line = self._lines.get(frame.f_lasti)
        if line is None:
            line = self._lines[frame.f_lasti] = frame.f_lineno
        return line

    def call(self, frame: FrameType) -> str:
        """Return the call that a frame of this code runs, as it was typed: ``fetch('b', 2)``.

        A value that a program can type is shown, and a function by its name; for another one, or
        one that the code may have changed since, its parameter's name stands.
        """
        values = frame.f_locals
        if self.is_operation:
            return str(values["call"])
        if self._parameters is None:
            self._parameters = tuple(parameters(self.code, frame.f_globals))
        placed: list[str] = []
        needed = 0
        named: list[str] = []
        for parameter in self._parameters:
            texts = list(parameter.shown(values))
            if parameter.is_named:
                named += texts
            else:
                placed += texts
                # By position, only what is last can be left out.
                needed = needed if parameter.has_default(values) else len(placed)
        return f"{self.name}({', '.join([*placed[:needed], *named])})"


class Codes(dict[int, Code]):
    """All the code objects that one recording has met, by their identity."""

    def __init__(self, files: Collection[str] | None) -> None:
        super().__init__()
        self._files = files

    def of(self, code: CodeType) -> Code:
        """Return what is known of a code object; it stays alive with that."""
        found = self.get(id(code))
        if found is None:
            found = self[id(code)] = Code(code, theirs=self._is_theirs(code.co_filename))
        return found

    def _is_theirs(self, file: str) -> bool:
        if self._files is not None:
            return file in self._files
        if file.startswith(("<frozen ", _PACKAGE)):
            return False
        return not file.startswith(_STANDARD_LIBRARY) or any(part in file for part in _PACKAGES)


def _label(code: CodeType) -> str | None:
    name = code.co_qualname
    if name in _LABELS:
        return _LABELS[name]
    if not code.co_filename.startswith(_ASYNCIO):
        return None
    private = any(part.startswith("_") for part in name.split("."))
    return None if private else name


# Taking bytecode apart is what costs most in a short recording, and the next one is often of the
# same program.
@lru_cache(maxsize=KEPT)
def _flow(code: CodeType) -> Flow:
    return Flow(code)
