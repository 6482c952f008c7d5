"""Belief: what goes into a generator is values. Exceptions are thrown in as well."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    content = b""
    while True:
        reading = read_chunk()
        question = next(reading)
        try:
            while True:
                answer = yield question
                question = reading.send(answer)
        except StopIteration as end:
            if not end.value:
                return content
            content += end.value
