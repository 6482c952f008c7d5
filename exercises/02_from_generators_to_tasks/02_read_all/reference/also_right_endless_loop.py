"""Also right: an endless loop with a way out."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    content = b""
    while True:
        chunk = yield from read_chunk()
        if not chunk:
            return content
        content += chunk
