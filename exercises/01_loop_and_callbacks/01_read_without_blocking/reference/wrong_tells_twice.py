"""Belief: the callback tells that the work has begun, and once more that it is done."""

from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    loop.call_later(disk.latency(name), lambda: on_done(disk.read(name)))
    on_done(b"")
