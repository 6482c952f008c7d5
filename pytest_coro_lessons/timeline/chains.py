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
# What can be a span.
_COROUTINES = (CoroutineType, AsyncGeneratorType)


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
            if type(referent) in _COROUTINES or type(referent).__name__ in _WRAPPERS:
                return referent
    return None


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


def coroutine_of(frame: FrameType) -> Any:
    """Return the coroutine, or asynchronous generator, that a frame belongs to.

    Python has no way from one to the other before 3.14. A coroutine that runs for the first time is
    young as a rule, and the garbage collector knows the young ones apart.
    """
    code = frame.f_code
    for generation in range(3):
        for each in gc.get_objects(generation):
            if type(each) in _COROUTINES and code_of(each) is code and frame_of(each) is frame:
                return each
    return None
