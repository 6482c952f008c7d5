"""Belief: what is written behind call_later happens later. Arguments are worked out at once."""

from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    loop.call_later(disk.latency(name), on_done, disk.read(name))
