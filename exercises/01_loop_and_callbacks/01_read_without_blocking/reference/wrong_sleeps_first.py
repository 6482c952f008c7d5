"""Belief: to wait is to sleep. Sleeping is what blocks."""

import time
from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    time.sleep(disk.latency(name))
    loop.call_soon(on_done, disk.read(name))
