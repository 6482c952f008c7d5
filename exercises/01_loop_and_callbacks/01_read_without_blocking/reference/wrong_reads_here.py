"""Belief: a function that takes a callback does not block. This one reads, and all stands still."""

from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    on_done(disk.read(name))
