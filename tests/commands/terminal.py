"""A program in a terminal of its own, as a person sees it: what it prints, and keys it is sent."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from fcntl import ioctl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\r")
_PATIENCE = 30.0  # real seconds: a guard against hanging, and no measure


class Terminal:
    """A running program; leaving the block ends it, whatever it is doing."""

    def __init__(
        self, command: Sequence[str | Path], folder: Path, environ: Mapping[str, str]
    ) -> None:
        self._side, other = pty.openpty()
        ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self.settings = termios.tcgetattr(other)
        self.process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**environ},
            stdin=other,
            stdout=other,
            stderr=other,
            start_new_session=True,
            # A shell that starts us in the background has us ignore it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        os.close(other)
        self.raw = ""
        self._read_until = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._side)

    @property
    def screen(self) -> str:
        """All that was printed so far, without colours and the like."""
        return _CONTROL.sub("", self.raw)

    def settings_now(self) -> object:
        return termios.tcgetattr(self._side)

    def wipe(self) -> None:
        """Forget what was printed so far."""
        self.raw = ""
        self._read_until = 0

    def send(self, keys: str) -> None:
        os.write(self._side, keys.encode())

    def wait_for(self, text: str) -> str:
        """Wait until the text is printed after what was waited for before; return all between."""
        deadline = time.monotonic() + _PATIENCE
        while (found := self.screen.find(text, self._read_until)) < 0:
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"no {text!r} in:\n{self.screen[self._read_until :]}")
        seen = self.screen[self._read_until : found + len(text)]
        self._read_until = found + len(text)
        return seen

    def wait_for_end(self) -> int:
        """Wait until the program ends and return its exit code."""
        deadline = time.monotonic() + _PATIENCE
        while self._read(deadline - time.monotonic()):
            pass
        return self.process.wait(timeout=_PATIENCE)

    def _read(self, seconds: float) -> bool:
        """Read what is there, or wait for it; False when the program or the patience has ended."""
        ready, _, _ = select.select([self._side], [], [], max(seconds, 0))
        try:
            read = os.read(self._side, 65536) if ready else b""
        except OSError:  # Linux says so when nobody has the other side open
            read = b""
        self.raw += read.decode(errors="replace")
        return bool(read)
