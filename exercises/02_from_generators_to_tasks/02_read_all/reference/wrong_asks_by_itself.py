"""Belief: only the questions and the result count. `read_chunk` is never asked."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    content = ""
    while True:
        place = yield "where?"
        text = yield f"what is at {place}?"
        if not text:
            return content.encode()
        content += text
