"""Around the learner's file while it runs: what it may reach, and what went wrong in it."""

from __future__ import annotations

import asyncio
import inspect
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, ModuleType

_LOOP_STARTERS = frozenset({"run_forever", "run_until_complete"})
_LOOP_FILES = frozenset({asyncio.runners.__file__, asyncio.base_events.__file__})


class _LoopStarted(RuntimeError):
    """The file asked for an event loop in order to run it."""


class _NoLoop:
    """Stands where the running loop is kept while a file runs.

    A file with a bare ``asyncio.run(main())`` at its end would wait for real seconds in a
    loop of its own; with this in place asyncio refuses before anything runs.
    """

    def __getattr__(self, name: str) -> NoReturn:
        if name in _LOOP_STARTERS:
            raise _LoopStarted
        msg = "no running event loop"
        raise RuntimeError(msg)


@contextmanager
def isolated(module: ModuleType, folder: Path) -> Iterator[None]:
    """Let ``module`` run with ``folder`` importable; afterwards Python is as it was before.

    The module is in ``sys.modules`` meanwhile, because dataclasses look it up there.
    """
    before = dict(sys.modules)
    writes_bytecode, running_loop = sys.dont_write_bytecode, asyncio._get_running_loop()
    sys.modules[module.__name__] = module
    sys.path.insert(0, str(folder))
    # Bytecode is checked by the second of its source, and learners save faster than that.
    sys.dont_write_bytecode = True
    asyncio._set_running_loop(running_loop or _as_loop(_NoLoop()))
    try:
        yield
    finally:
        asyncio._set_running_loop(running_loop)
        sys.dont_write_bytecode = writes_bytecode
        if str(folder) in sys.path:
            sys.path.remove(str(folder))
        sys.path_importer_cache.pop(str(folder), None)
        for name, loaded in list(sys.modules.items()):
            if name not in before and _is_in(folder, loaded):
                del sys.modules[name]


def hidden_standard_module(folder: Path) -> Path | None:
    """The first file or package in ``folder`` that is named like a standard module."""
    candidates = [*folder.glob("*.py"), *(init.parent for init in folder.glob("*/__init__.py"))]
    return next((path for path in sorted(candidates) if path.stem in sys.stdlib_module_names), None)


def starts_event_loop(error: BaseException) -> bool:
    """Whether ``error`` is asyncio's refusal to run a loop while the file runs.

    The coroutine meant for that loop, and the loop, are closed: they are part of the same
    mistake, and no "never awaited" of their own.
    """
    *_, last = _frames(error)
    refused = isinstance(error, RuntimeError) and last.f_code.co_filename in _LOOP_FILES
    if not (refused or isinstance(error, _LoopStarted)):
        return False
    cause: BaseException | None = error
    while cause is not None:
        for value in [value for frame in _frames(cause) for value in frame.f_locals.values()]:
            if inspect.iscoroutine(value) or isinstance(value, asyncio.BaseEventLoop):
                value.close()
        cause = cause.__context__
    return True


def line_in(file: Path, error: BaseException) -> int | None:
    """The innermost line of ``file`` that ``error`` came through."""
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == str(file)
    ]
    return lines[-1] if lines else None


def _frames(error: BaseException) -> list[FrameType]:
    return [frame for frame, _ in traceback.walk_tb(error.__traceback__)]


def _as_loop(stand_in: Any) -> asyncio.AbstractEventLoop:
    loop: asyncio.AbstractEventLoop = stand_in
    return loop


def _is_in(folder: Path, module: ModuleType) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).is_relative_to(folder)
