"""How the reader started pytest, so that what they are told to type works where they are."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def shortener(config: pytest.Config) -> Callable[[Path | str], str]:
    """Return a function that shows a path relative to where pytest was started."""
    start = config.invocation_params.dir

    def shown(path: Path | str) -> str:
        try:
            return Path(path).relative_to(start).as_posix()
        except ValueError:
            return os.path.relpath(path, start) if _same_drive(path, start) else str(path)

    return shown


def _same_drive(path: Path | str, start: Path) -> bool:
    return Path(path).drive == start.drive


def invoked_as(config: pytest.Config) -> dict[str, str]:
    """Return the commands ``pytest`` and ``coro-lessons`` as this reader has to type them."""
    program = Path(sys.argv[0])
    if program.stem not in ("pytest", "py.test"):
        return {"pytest": "python -m pytest", "coro_lessons": _beside(Path(sys.executable), config)}
    return {"pytest": _typed(program, config), "coro_lessons": _beside(program, config)}


def _beside(program: Path, config: pytest.Config) -> str:
    return _typed(program.with_name(f"coro-lessons{program.suffix}"), config)


def _typed(program: Path, config: pytest.Config) -> str:
    found = shutil.which(program.stem)
    if found is not None and Path(found).parent == program.absolute().parent:
        return program.stem
    return shortener(config)(program.absolute())
