"""Belief: what is there already can be told at once. The caller is not ready for it yet."""

from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    seconds = disk.latency(name)
    if seconds == 0:
        on_done(disk.read(name))
    else:
        loop.call_later(seconds, lambda: on_done(disk.read(name)))
