"""Looks at the store of progress without changing anything, not even what SQLite would."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_coro_lessons.progress.database import Database, is_sound, newest_file
from pytest_coro_lessons.progress.store import FOLDER
from pytest_coro_lessons.progress.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Examined:
    """What there is, and what is wrong with it."""

    file: Path
    attempts: int = 0
    trouble: Trouble | None = None
    damaged: Sequence[Path] = ()
    """Files that were damaged, and followed by another one."""


def examine_store(home: Path) -> Examined:
    """Examine the progress in a course folder."""
    folder = home / FOLDER
    file = newest_file(folder)
    older = [one for one in sorted(folder.glob("progress*.sqlite3")) if one != file]
    nearest = next(one for one in (file, folder, home) if one.exists())
    if not os.access(nearest, os.W_OK) or (folder.exists() and not folder.is_dir()):
        return Examined(file, trouble=Trouble("unwritable", nearest, "read-only"), damaged=older)
    if not file.exists():
        return Examined(file, damaged=older)
    # SQLite makes files beside the one that it reads, so it is given a copy.
    with tempfile.TemporaryDirectory() as away:
        for part in folder.glob(f"{file.name}*"):
            shutil.copy(part, away)
        copy = Path(away, file.name)
        if not is_sound(copy):
            return Examined(file, trouble=Trouble("unreadable", file, "damaged"), damaged=older)
        database = Database(Path(away))
        attempts = len(database.read("SELECT id FROM attempts"))
        database.close()
    trouble = database.trouble
    if trouble is not None:
        trouble = Trouble(trouble.kind, file, trouble.reason)
    return Examined(file, attempts, trouble, older)
