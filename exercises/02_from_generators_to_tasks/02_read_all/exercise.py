"""Read a file piece by piece, with a generator that leaves the asking to another one."""

from collections.abc import Callable, Generator
from typing import Any


def read_all(read_chunk: Callable[[], Generator]) -> Generator[Any, Any, bytes]:
    # TODO: let one `read_chunk()` after another ask for what it needs, until a chunk is empty.
    # TODO: return all the chunks, joined.
    raise NotImplementedError
    yield  # this word makes the function a generator function


if __name__ == "__main__":

    def read_chunk():
        text = yield "the next piece, please"
        return text.encode()

    reading = read_all(read_chunk)
    print(next(reading))
    for piece in ["Good ", "even", "ing", ""]:
        try:
            print(f"{piece!r} -> {reading.send(piece)}")
        except StopIteration as end:
            print(f"it ended, and returned {end.value}")
