"""Also right: the first chunk, and then all the rest in the same way."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    chunk = yield from read_chunk()
    if not chunk:
        return b""
    return chunk + (yield from read_all(read_chunk))
