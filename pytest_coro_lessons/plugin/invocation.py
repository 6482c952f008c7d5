"""How the reader started pytest, so that what they are told to type works where they are."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

_PYTEST = ("pytest", "py.test")
# Brackets of parameters mean something to some shells.
_PLAIN = re.compile(r"[\w./\\:-]+")


def shortener(config: pytest.Config) -> Callable[[Path | str], str]:
    """Return a function that shows a path relative to where pytest was started."""
    start = config.invocation_params.dir

    def shown(path: Path | str) -> str:
        path = Path(path)
        # What is not below is shown in full: nobody counts the dots of ../../..
        return path.relative_to(start).as_posix() if path.is_relative_to(start) else str(path)

    return shown


def invoked_as(start: Path) -> dict[str, str]:
    """Return the commands ``pytest`` and ``coro-lessons`` as this reader has to type them."""
    program = Path(sys.argv[0])
    python = Path(sys.orig_argv[0])
    if program.stem in _PYTEST:
        return {"pytest": _typed(program, start), "coro_lessons": _beside(program, start)}
    return {"pytest": f"{_typed(python, start)} -m pytest", "coro_lessons": _beside(python, start)}


def command_for(config: pytest.Config, test: str, token: str) -> str:
    """Return the command that runs a test, given by its node id, in one order."""
    file, *names = test.split("::")
    where = "::".join([shortener(config)(config.rootpath / file), *names])
    if not _PLAIN.fullmatch(where):
        where = f'"{where}"'
    start = config.invocation_params.dir
    return f"{invoked_as(start)['pytest']} {where} --coro-replay {token}"


def _beside(program: Path, start: Path) -> str:
    return _typed(program.with_name(f"coro-lessons{program.suffix}"), start)


def _typed(program: Path, start: Path) -> str:
    """Return the shortest form of a program that a shell in the folder ``start`` finds."""
    if program.parent == Path() and not (start / program).is_file():
        return program.name  # typed without a folder, so it is found without one
    program = Path(os.path.normpath(start / program))
    found = shutil.which(program.name)
    if found is not None and Path(found).parent == program.parent:
        return program.stem if program.suffix == ".exe" else program.name
    if program.is_relative_to(start):
        program = program.relative_to(start)
    text = str(program) if len(program.parts) > 1 else f"{os.curdir}{os.sep}{program}"
    return f'"{text}"' if " " in text else text
