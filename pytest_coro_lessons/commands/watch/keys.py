"""Keys, as they are pressed: without Enter where there is a terminal, else one a line.

Rule: what the terminal was set to before, it is set to again.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What arrows, function keys and Alt with a letter send.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[@-~]|O.|.)?", re.DOTALL)
_PREFIXES = "\x00\xe0"  # the same on Windows
_PAUSE = 0.03


@contextmanager
def reading_keys(tell: Callable[[str], None]) -> Iterator[bool]:
    """Tell of each key that is pressed in the block, from another thread.

    Yields:
        Whether keys come at once; else Enter must follow.
    """
    if not sys.stdin.isatty():
        _in_thread(lambda: _read_lines(tell))
        yield False
    elif sys.platform == "win32":
        ended = threading.Event()
        _in_thread(lambda: _read_windows(tell, ended))
        try:
            yield True
        finally:
            ended.set()
    else:
        with _without_enter():
            _in_thread(lambda: _read_terminal(tell))
            yield True


def _in_thread(work: Callable[[], None]) -> None:
    # A daemon: it waits for the next key when the program ends.
    threading.Thread(target=work, name="keys", daemon=True).start()


def _read_lines(tell: Callable[[str], None]) -> None:
    begun = b""
    # Not by sys.stdin: a thread that waits in there can take Python down at its end.
    while read := _read():
        *lines, begun = (begun + read).split(b"\n")
        for line in lines:
            tell(line.decode(errors="replace").strip()[:1])


def _read() -> bytes:
    try:
        return os.read(0, 1024)
    except OSError:
        return b""  # the terminal is gone


if sys.platform == "win32":
    import msvcrt

    def _read_windows(tell: Callable[[str], None], ended: threading.Event) -> None:
        while not ended.is_set():
            if not msvcrt.kbhit():
                sleep(_PAUSE)
                continue
            key = msvcrt.getwch()
            if key in _PREFIXES:
                msvcrt.getwch()
            else:
                tell(key)

else:
    import termios

    def _read_terminal(tell: Callable[[str], None]) -> None:
        while read := _read():
            for key in _SEQUENCE.sub("", read.decode(errors="replace")):
                tell(key)

    @contextmanager
    def _without_enter() -> Iterator[None]:
        before = termios.tcgetattr(0)

        def set_up(*_: object) -> None:
            now = termios.tcgetattr(0)
            # Ctrl-C and the processing of output stay.
            now[3] &= ~(termios.ICANON | termios.ECHO)
            termios.tcsetattr(0, termios.TCSANOW, now)

        set_up()
        # Ctrl-Z lets the shell set the terminal up, and `fg` does not undo that.
        handler = signal.signal(signal.SIGCONT, set_up)
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, handler)
            termios.tcsetattr(0, termios.TCSADRAIN, before)
