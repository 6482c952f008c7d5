"""One solution of `read_all`."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    chunks = []
    # `yield from` steps aside: until the inner generator ends, whoever drives this one talks to
    # that one. What it yields goes out, what is sent or thrown goes in. And what it *returns* is
    # the value of the whole expression. Read `await` for `yield from`: it is the same thing.
    while chunk := (yield from read_chunk()):
        chunks.append(chunk)
    return b"".join(chunks)
