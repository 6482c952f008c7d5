"""The loops that a synchronous graded test opens by itself."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def asyncio_run_on(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> Iterator[None]:
    """Let ``asyncio.run`` take its loops from ``new_loop``.

    ``get_event_loop`` without a running loop raises on every Python, as it does since 3.14.
    """
    replaced: dict[str, Any] = {"new_event_loop": new_loop, "get_event_loop": _get_event_loop}
    originals = {name: getattr(asyncio, name) for name in replaced}
    for module in (asyncio, asyncio.events):
        for name, function in replaced.items():
            setattr(module, name, function)
    try:
        yield
    finally:
        for module in (asyncio, asyncio.events):
            for name, function in originals.items():
                setattr(module, name, function)


def _get_event_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        msg = "There is no current event loop in thread 'MainThread'."
        raise RuntimeError(msg) from None
