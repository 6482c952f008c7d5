"""Belief: call_later delays the call that stands in its brackets. That call comes first."""

from collections.abc import Callable


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    loop.call_later(disk.latency(name), on_done(disk.read(name)))
