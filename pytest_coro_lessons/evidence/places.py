"""Where in the learner's files something was made or failed."""

from __future__ import annotations

import dis
import inspect
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..diagnostics import tidy
from ..operations import call_of
from ..timeline.codes import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from types import CodeType, FrameType, TracebackType

Place: TypeAlias = "tuple[str | None, int | None]"
Files: TypeAlias = "Collection[str] | _Project"

# Of every coroutine that is made, so many callers are kept: enough to come from an operation or a
# decorator back to the learner's file.
ORIGIN_DEPTH = 8

_OURS = str(Path(__file__).parents[1])
_PYTHONS = (str(Path(os.__file__).parent), "<frozen ")
# In a plain installation this folder is inside the one of the standard library.
_SITE = "site-packages"
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_NOWHERE: Place = (None, None)


class _Project:
    """Every file but those of Python, of this package, and of what is installed."""

    def __bool__(self) -> bool:
        return True

    def __contains__(self, file: object) -> bool:
        return isinstance(file, str) and not is_passed_by(file) and not is_installed(file)


PROJECT = _Project()
"""The files of a test that belongs to no exercise, and of all that it tests."""


def is_passed_by(file: str) -> bool:
    """Tell whether a file only stands between who made something and what was made."""
    if file.startswith((_OURS, "<")):
        return True
    return file.startswith(_PYTHONS) and not is_installed(file)


@lru_cache(maxsize=1024)
def is_installed(file: str) -> bool:
    return not _INSTALLED.isdisjoint(Path(file).parts)


def is_kept_by_library(code: CodeType, made_in: Iterable[str]) -> bool:
    """Tell whether a library made something of its own: its own code, from its own code.

    Such as a connection in a pool: whoever called the library did not ask for it.

    Args:
        made_in: the files of the stack that made it, innermost first.
    """
    if code.co_filename in PROJECT:
        return False
    maker = next((file for file in made_in if not is_passed_by(file)), None)
    return maker is not None and is_installed(maker)


def is_theirs(file: str, files: Files) -> bool:
    """Tell whether a file is one of those named.

    When none are named, every file is that belongs neither to this package nor to Python.
    """
    if files:
        return file in files
    return not file.startswith(_OURS) and (_SITE in file or not file.startswith(_PYTHONS))


def origin_of(coroutine: Any, files: Files) -> Place:
    """Return where a coroutine was made, as far as its origin was tracked."""
    for file, line, _ in getattr(coroutine, "cr_origin", None) or ():
        if is_theirs(file, files):
            return file, line
    return _NOWHERE


def origin_files(coroutine: Any) -> list[str]:
    """Return the files of the stack that made a coroutine, innermost first, as far as tracked."""
    return [file for file, _, _ in getattr(coroutine, "cr_origin", None) or ()]


def files_of_stack() -> Iterator[str]:
    """Yield the files of what is being executed, innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


def place_in_stack(files: Files = ()) -> Place:
    """Return the innermost line of theirs that is being executed."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if is_theirs(frame.f_code.co_filename, files):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return _NOWHERE


def begun_by_loop(frame: FrameType, files: Files) -> bool:
    """Tell whether a line of theirs is at the head of an ``async for``, and not at a call."""
    code = frame.f_code
    at_its_head = dis.opname[code.co_code[frame.f_lasti]] == "GET_ANEXT"
    return at_its_head and is_theirs(code.co_filename, files)


def place_in_traceback(traceback: TracebackType | None, files: Files) -> Place:
    """Return the innermost line of theirs that an exception came through."""
    place = _NOWHERE
    while traceback is not None:
        if is_theirs(traceback.tb_frame.f_code.co_filename, files):
            place = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
    return place


# What the collector puts around a learner's function.
_WATCHED = "Collector._wrapped.<locals>.watched"


def name_of(coroutine: Any) -> str:
    """Return the name of a coroutine's or generator's function, without the enclosing ones."""
    qualified = str(getattr(coroutine, "__qualname__", type(coroutine).__name__))
    return qualified.rpartition("<locals>.")[2]


def told_as_call(coroutine: Any) -> str:
    """Return a coroutine as it was called: ``fetch('b', 2)``."""
    call = call_of(coroutine)
    frame = getattr(coroutine, "cr_frame", None)
    inner = getattr(coroutine, "cr_await", None)
    if frame is not None and frame.f_code.co_qualname == _WATCHED:
        if inspect.iscoroutine(inner):
            return told_as_call(inner)
        frame = None
    if call is not None or frame is None:
        return f"{name_of(coroutine)}(...)" if call is None else str(call)
    return tidy(Code(frame.f_code, theirs=True).call(frame))


def never_started(coroutine: Any) -> bool:
    return inspect.iscoroutine(coroutine) and (
        inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED
    )
