"""Belief: yield waits for a generator. It hands the generator itself out."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    content = b""
    while chunk := (yield read_chunk()):
        content += chunk
    return content
