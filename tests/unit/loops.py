"""Running programs on a virtual loop, and finding the lines they speak of."""

from __future__ import annotations

import asyncio
import linecache
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.loop import VirtualTimeLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator


def run(main: Coroutine[Any, Any, Any], **options: Any) -> Any:
    """Run a coroutine to its end, as ``asyncio.run`` does."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(**options)) as runner:
        return runner.run(main)


@contextmanager
def open_loop(**options: Any) -> Iterator[VirtualTimeLoop]:
    """A loop that the test runs, and that is closed in the end."""
    loop = VirtualTimeLoop(**options)
    try:
        yield loop
    finally:
        loop.close()


def loop() -> VirtualTimeLoop:
    running = asyncio.get_running_loop()
    assert isinstance(running, VirtualTimeLoop)
    return running


def now() -> float:
    return asyncio.get_running_loop().time()


def now_ns() -> int:
    return loop().time_ns()


class Log(list[tuple[Any, float]]):
    """What happened, each with the virtual time at which it did."""

    def __call__(self, what: Any) -> None:
        self.append((what, self._time()))

    def __init__(self) -> None:
        super().__init__()
        self._time: Callable[[], float] = asyncio.get_running_loop().time


def marked_lines(file: str, mark: str) -> list[int]:
    """The numbers of the lines that end in a comment with this mark."""
    lines = enumerate(linecache.getlines(file), start=1)
    return [number for number, line in lines if line.rstrip().endswith(f"# {mark}")]


def marked_line(file: str, mark: str) -> int:
    (number,) = marked_lines(file, mark)
    return number


def last_line_in(error: BaseException, file: str) -> int:
    """The innermost line of a file that an error was raised through."""
    lines = []
    traceback = error.__traceback__
    while traceback is not None:
        lines += [traceback.tb_lineno] * (traceback.tb_frame.f_code.co_filename == file)
        traceback = traceback.tb_next
    return lines[-1]
