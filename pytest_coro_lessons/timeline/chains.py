"""The await chain of a suspended task: who awaits whom."""

from __future__ import annotations

import gc
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import CodeType, FrameType

# What Python puts between a coroutine and what it awaits; none of them tells what that is.
_WRAPPERS = frozenset(
    ["anext_awaitable", "async_generator_asend", "async_generator_athrow", "coroutine_wrapper"]
)


def awaited_by(awaitable: Any) -> Any:
    """Return what a suspended coroutine, generator or wrapper of one awaits; None at the end."""
    kind = awaitable.__class__
    if kind is CoroutineType:
        return awaitable.cr_await
    if kind is GeneratorType:
        return awaitable.gi_yieldfrom
    if kind is AsyncGeneratorType:
        return awaitable.ag_await
    if kind.__name__ in _WRAPPERS:
        for referent in gc.get_referents(awaitable):
            if is_coroutine(referent) or referent.__class__.__name__ in _WRAPPERS:
                return referent
    return None


def is_coroutine(awaitable: Any) -> bool:
    """Tell whether it is a coroutine or an asynchronous generator: what can be a span."""
    kind = awaitable.__class__
    return kind is CoroutineType or kind is AsyncGeneratorType


def code_of(coroutine: Any) -> CodeType | None:
    kind = coroutine.__class__
    if kind is CoroutineType:
        return coroutine.cr_code  # type: ignore[no-any-return]
    return coroutine.ag_code if kind is AsyncGeneratorType else None


def frame_of(coroutine: Any) -> FrameType | None:
    """Return the frame of a coroutine; None when it has ended."""
    kind = coroutine.__class__
    if kind is CoroutineType:
        return coroutine.cr_frame  # type: ignore[no-any-return]
    return coroutine.ag_frame if kind is AsyncGeneratorType else None
