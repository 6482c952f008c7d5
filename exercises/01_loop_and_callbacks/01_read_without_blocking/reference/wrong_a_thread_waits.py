"""Belief: somebody has to stand and wait, so a thread does. The loop can do it without one."""

import threading
from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    def stand_and_wait() -> None:
        on_done(disk.read(name))

    threading.Thread(target=stand_and_wait).start()
