"""Belief: only who is told, and when, counts. Nothing is ever read."""

from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    loop.call_later(disk.latency(name), on_done, b"two seconds")
