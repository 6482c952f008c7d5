"""Also right: a function at the top of the file, and what it needs as arguments behind it."""

from collections.abc import Callable


def tell(disk, name: str, on_done: Callable[[bytes], None]) -> None:
    on_done(disk.read(name))


def read_without_blocking(loop, disk, name: str, on_done: Callable[[bytes], None]) -> None:
    loop.call_later(disk.latency(name), tell, disk, name, on_done)
