"""Belief: what a generator has collected comes out by itself. Without return it is None."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    content = b""
    while chunk := (yield from read_chunk()):
        content += chunk
