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
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from ..loop import blocking
from ..operations import Operation
from .flow import Flow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from types import CodeType, FrameType

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

_LONGEST_TEXT = 30
_ASSIGNS = ("STORE_FAST", "STORE_DEREF", "DELETE_FAST", "DELETE_DEREF")
_ASSIGNING = frozenset(code for name, code in dis.opmap.items() if name.startswith(_ASSIGNS))
_KEPT = 500
_ANY_ARGUMENTS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
_LITERALS = (int, float, complex, bool, bytes, type(None))
_FUNCTIONS = (FunctionType, BuiltinFunctionType)


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
        self._parameters: tuple[_Parameter, ...] | None = None

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
            self._parameters = tuple(_parameters(self.code, frame.f_globals))
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


class _Parameter:
    """One parameter of a function."""

    def __init__(self, name: str, kind: str, *, rebound: bool, default: object) -> None:
        self._name = name
        self._kind = kind
        self._rebound = rebound
        self._default = default

    @property
    def is_named(self) -> bool:
        """Whether its arguments are given by name."""
        return self._kind in ("=", "**")

    def has_default(self, values: Mapping[str, Any]) -> bool:
        """Tell whether its argument could have been left out."""
        if self._kind == "*" and not self._rebound:
            return not values.get(self._name)
        return not self._rebound and values.get(self._name, _NOTHING) is self._default

    def shown(self, values: Mapping[str, Any]) -> Iterator[str]:
        """Yield the arguments that this parameter got."""
        name = self._name
        if self._rebound or name not in values:
            yield {"*": f"*{name}", "**": f"**{name}", "=": f"{name}={name}"}.get(self._kind, name)
        elif self._kind == "*":
            yield from (_typed(value, "...") for value in values[name])
        elif self._kind == "**":
            yield from (f"{key}={_typed(value, key)}" for key, value in values[name].items())
        elif self._kind != "=":
            yield _typed(values[name], name)
        elif not self.has_default(values):
            yield f"{name}={_typed(values[name], name)}"


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


def _parameters(code: CodeType, module: Mapping[str, Any]) -> Iterator[_Parameter]:
    names = list(code.co_varnames)
    if not code.co_argcount + code.co_kwonlyargcount and not code.co_flags & _ANY_ARGUMENTS:
        return
    rebound = _rebound(code)
    defaults = _defaults(code, module)

    def parameter(name: str, kind: str) -> _Parameter:
        default = defaults.get(name, _NOTHING)
        return _Parameter(name, kind, rebound=name in rebound, default=default)

    plain, by_name = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    for name in names[:plain]:
        # Of a method, its first parameter is what stands before the dot.
        if not (name in ("self", "cls") and name == names[0] and "." in code.co_qualname):
            yield parameter(name, "")
    rest = names[by_name:]
    if code.co_flags & inspect.CO_VARARGS:
        yield parameter(rest.pop(0), "*")
    for name in names[plain:by_name]:
        yield parameter(name, "=")
    if code.co_flags & inspect.CO_VARKEYWORDS:
        yield parameter(rest.pop(0), "**")


_NOTHING = object()


# Taking bytecode apart is what costs most in a short recording, and the next one is often of the
# same program.
@lru_cache(maxsize=_KEPT)
def _flow(code: CodeType) -> Flow:
    return Flow(code)


@lru_cache(maxsize=_KEPT)
def _rebound(code: CodeType) -> frozenset[str]:
    """Return the variables that may be assigned to while the code runs."""
    found: set[str] = set()
    # Most code that is called needs no closer look.
    assigns = not _ASSIGNING.isdisjoint(code.co_code[::2])
    for instruction in dis.get_instructions(code) if assigns else ():
        if instruction.opname.startswith(_ASSIGNS):
            names = instruction.argval
            # One instruction of Python 3.13 may assign to two.
            found.update((names,) if isinstance(names, str) else names)
    for constant in code.co_consts:
        if inspect.iscode(constant):
            # A function in it may change what both of them see.
            found |= _rebound(constant).intersection(code.co_cellvars)
    return frozenset(found)


def _defaults(code: CodeType, module: Mapping[str, Any]) -> dict[str, object]:
    """Return the defaults of the function that a code object is of, if its module has it."""
    found: Any = None
    space = module
    for part in code.co_qualname.split("."):
        found = space.get(part)
        space = getattr(found, "__dict__", {})
    found = inspect.unwrap(getattr(found, "__func__", found)) if found is not None else None
    if getattr(found, "__code__", None) is not code:
        return {}
    names = code.co_varnames[: code.co_argcount]
    values = found.__defaults__ or ()
    return {**dict(zip(names[::-1], values[::-1], strict=False)), **(found.__kwdefaults__ or {})}


def _typed(value: object, otherwise: str) -> str:
    """Return how a value is typed in a program, or something that stands for it."""
    if type(value) in _LITERALS:
        return repr(value)
    function = value.__func__ if type(value) is MethodType else value
    if type(function) in _FUNCTIONS:
        name = str(getattr(function, "__name__", ""))
        # That of a lambda cannot be typed.
        return name if name.isidentifier() else otherwise
    if type(value) is str:
        short = value if len(value) <= _LONGEST_TEXT else f"{value[: _LONGEST_TEXT - 1]}…"
        return repr(short)
    return otherwise
