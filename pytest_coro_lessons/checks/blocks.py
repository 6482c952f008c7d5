"""The shape of a check that judges a block when the block ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Self

from ..diagnostics import CheckFailed, Diagnostic

if TYPE_CHECKING:
    from types import TracebackType


class AtTheEnd(ABC):
    """A block that is judged by what it leaves behind, unless it raises.

    The verdict of a check inside the block gives way: what was left behind is the graver finding,
    and mostly the cause of the other.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.__module__ = "pytest_coro_lessons"

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        self._begin()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        __tracebackhide__ = True
        found = self._end()
        if not found or (isinstance(exc, CheckFailed) and exc.diagnostic is found[0]):
            return
        if exc is None or isinstance(exc, CheckFailed) or _comes_from(found[0], exc):
            raise CheckFailed(found[0]) from exc

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _end(self) -> list[Diagnostic]: ...


def _comes_from(found: Diagnostic, error: BaseException) -> bool:
    """Tell whether a task group has packed up the verdict that was given inside of the block."""
    if isinstance(error, BaseExceptionGroup):
        return any(_comes_from(found, inner) for inner in error.exceptions)
    return isinstance(error, CheckFailed) and error.diagnostic is found
