"""What is said of an error of our own around a program: once, and not to the program."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

_log = logging.getLogger("pytest_coro_lessons")


def told(error: Exception, what: str = "Recording stopped.") -> str:
    """Return an error in one line, with its place, and log the whole of it.

    As text: its traceback would keep alive what the program has let go. It may have come because
    there was no room for another call (``RecursionError``), and so may the next.
    """
    try:
        whole = "".join(traceback.format_exception(error)).rstrip()
        _log.error("%s\n%s", what, whole)
        place = traceback.extract_tb(error.__traceback__)[-1]
        name, line = Path(place.filename).name, place.lineno
        return f"{type(error).__name__}: {error} ({name}, line {line})"
    except Exception:  # noqa: BLE001
        return type(error).__name__
