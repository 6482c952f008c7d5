"""Coroutines that were made and never awaited.

Python reports such a coroutine to ``warnings._warn_unawaited_coroutine`` when it is finalised, and
knows where it was made if origins were tracked by then. Both are watched for one run only; what was
made outside of it is passed on as if nobody watched.
"""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, Self

from .model import NeverAwaited
from .places import ORIGIN_DEPTH, Files, name_of, origin_of, told_as_call

if TYPE_CHECKING:
    from types import TracebackType

# The interpreter looks this name up each time it has something to report.
_REPORT = "_warn_unawaited_coroutine"


class Origins:
    """Lets every coroutine that is made while its block runs know where it was made."""

    def __init__(self) -> None:
        self._depth = 0

    def __enter__(self) -> Self:
        self._depth = sys.get_coroutine_origin_tracking_depth()
        sys.set_coroutine_origin_tracking_depth(max(self._depth, ORIGIN_DEPTH))
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        sys.set_coroutine_origin_tracking_depth(self._depth)


class Unawaited(Origins):
    """Collects, while its block runs, the coroutines that are thrown away unawaited."""

    def __init__(self, files: Files = ()) -> None:
        super().__init__()
        self.found: list[NeverAwaited] = []
        self._files = files
        self._passed_on: Any = None

    def __enter__(self) -> Self:
        super().__enter__()
        self._passed_on = getattr(warnings, _REPORT)
        setattr(warnings, _REPORT, self._report)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        setattr(warnings, _REPORT, self._passed_on)
        super().__exit__(exc_type, exc, traceback)

    def _report(self, coroutine: Any) -> None:
        found = never_awaited(coroutine, self._files, dropped=True)
        if found is None:
            self._passed_on(coroutine)
        else:
            self.found.append(found)


def never_awaited(coroutine: Any, files: Files, *, dropped: bool) -> NeverAwaited | None:
    """Describe a coroutine that never ran, if it was made in one of these files."""
    file, line = origin_of(coroutine, files)
    if file is None:
        return None
    return NeverAwaited(name_of(coroutine), told_as_call(coroutine), file, line, dropped)
