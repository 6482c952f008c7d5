"""Which files have changed, told within milliseconds.

Rule: it goes on whatever happens to the folder: deleted, renamed, back again.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import watchfiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Milliseconds. Editors write a file in several steps, which take less than one; the library's own
# pauses are for servers that take seconds to start.
_STEP = 8
_AT_MOST = 80
_POLL = 50
_AGAIN = 0.2

_LEFT_OUT = frozenset({"__pycache__", ".pytest_cache"})


class Watcher:
    """Watches a folder and all below it, in a thread."""

    def __init__(self, folder: Path, tell: Callable[[], None], *, poll: bool = False) -> None:
        self._folder = folder
        self._tell = tell
        self._poll = poll
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="files", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(timeout=1.0)

    def _watch(self) -> None:
        while not self._ended.is_set():
            try:
                for _ in self._changes():
                    self._tell()
                    if not self._folder.is_dir():
                        break
            except FileNotFoundError:
                pass
            except OSError:
                # The system cannot watch so many files, or not this kind of folder.
                self._poll = True
            if not self._ended.is_set():
                sleep(_AGAIN)
                if self._folder.is_dir():
                    self._tell()

    def _changes(self) -> Iterator[object]:
        return watchfiles.watch(
            self._folder,
            watch_filter=lambda _, path: is_relevant(Path(path)),
            step=_STEP,
            debounce=_AT_MOST,
            stop_event=self._ended,
            rust_timeout=500,
            force_polling=self._poll,
            poll_delay_ms=_POLL,
            raise_interrupt=False,
            # What was saved before the library had its first look at the files is found then.
            yield_on_timeout=True,
        )


def is_relevant(path: Path) -> bool:
    """Tell what a learner saves from what editors and pytest leave beside it."""
    return not (path.name.startswith(".") or path.name.endswith("~")) and not _LEFT_OUT & {
        *path.parts
    }


def state_of(folder: Path) -> Sequence[tuple[str, int, int]]:
    """What tells one state of an exercise's files from another one; empty without the folder."""
    found = []
    with suppress(OSError):
        for file in folder.iterdir():
            # It may be gone already: editors write to another file and rename it.
            with suppress(FileNotFoundError):
                if is_relevant(file):
                    status = file.stat()
                    found.append((str(file), status.st_mtime_ns, status.st_size))
    return sorted(found)
