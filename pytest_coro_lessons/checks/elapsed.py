"""How much virtual time a block takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ..diagnostics import CheckFailed, Diagnostic, Facts
from ..operations import Seconds
from .now import clock_or_loops, in_ns, in_seconds

if TYPE_CHECKING:
    from types import TracebackType

    from ..evidence import Clock


class took:  # noqa: N801 - reads as a sentence: `with took(3):`
    """Check the virtual time that a block takes: exactly, at most, or at least so many seconds.

    The clock is that of the running loop; a synchronous test passes ``clock``. A block that raises
    is not judged.

    Example:
        async def test_three_waits_take_one_second():
            with took(1.0) as block:
                await asyncio.gather(*(asyncio.sleep(1) for _ in range(3)))

            assert block.elapsed <= 1

    Raises:
        CheckFailed: CL101, CL102 or CL103, when the block ends.
        ClockError: if there is no clock.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(
        self,
        seconds: float | None = None,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
        clock: Clock | None = None,
    ) -> None:
        if seconds is None and at_most is None and at_least is None:
            msg = "took() needs a number of seconds, at_most= or at_least="
            raise TypeError(msg)
        self._exactly = seconds
        self._at_most = at_most
        self._at_least = at_least
        self._given_clock = clock
        self._start_ns = 0
        self.elapsed = Seconds()
        """Seconds of virtual time, known when the block has ended."""

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        self._clock = clock_or_loops(self._given_clock)
        self._start_ns = self._clock.time_ns()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        __tracebackhide__ = True
        end_ns = self._clock.time_ns()
        elapsed_ns = end_ns - self._start_ns
        self.elapsed = Seconds.of_ns(elapsed_ns)
        diagnostic = self._judge(elapsed_ns)
        if exc is None and diagnostic is not None:
            raise CheckFailed(diagnostic, span_ns=(self._start_ns, end_ns))
        if isinstance(exc, CheckFailed) and exc.span_ns is None:
            # A check inside the block failed first; how long the block should take explains it.
            exc.span_ns = (self._start_ns, end_ns)
            exc.seconds_expected = self._exactly

    def _judge(self, elapsed_ns: int) -> Diagnostic | None:
        if self._exactly is not None and elapsed_ns != in_ns(self._exactly):
            case = "longer" if elapsed_ns > in_ns(self._exactly) else "shorter"
            return _wrong("CL101", elapsed_ns, "expected", self._exactly, case=case)
        if self._at_most is not None and elapsed_ns > in_ns(self._at_most):
            return _wrong("CL102", elapsed_ns, "at_most", self._at_most)
        if self._at_least is not None and elapsed_ns < in_ns(self._at_least):
            return _wrong("CL103", elapsed_ns, "at_least", self._at_least)
        return None


def _wrong(code: str, elapsed_ns: int, limit: str, seconds: float, **more: str) -> Diagnostic:
    facts: Facts = {
        "actual": in_seconds(elapsed_ns),
        limit: float(seconds),
        "difference": in_seconds(abs(elapsed_ns - in_ns(seconds))),
    }
    return Diagnostic(code, facts | more)
