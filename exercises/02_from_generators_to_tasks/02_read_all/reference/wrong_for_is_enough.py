"""Belief: yield from is a for loop. A for loop sends nothing in, and drops what is returned."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    content = b""
    while True:
        chunk = b""
        for question in read_chunk():
            chunk = yield question
        if not chunk:
            return content
        content += chunk
