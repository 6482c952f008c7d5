"""Files that are written in one move, and what keeps one from being written.

Rule: whoever opens the file finds a complete one, whenever the run is cut off.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write ``file`` in one move; its folder is made if it is not there.

    Raises:
        OSError: if the folder or the file cannot be written; what was there before stays.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, because a move to another file system is no single step. Not with
    # tempfile, whose files only their owner can read.
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def obstacle(file: Path) -> str | None:
    """Say what is in the way of writing a file, as far as can be told without trying."""
    if file.is_dir():
        return f"{file} is a folder"
    above = next((folder for folder in file.parents if folder.exists()), None)
    if above is not None and not above.is_dir():
        return f"{above} is not a folder"
    if above is not None and not os.access(above, os.W_OK):
        return f"{above} cannot be written to"
    return None
