"""The loops that are measured beside ours; one that is not installed is reported, not an error."""

from __future__ import annotations

import asyncio
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from probe import ProbeLoop

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to make loops.

    Attributes:
        make: None if it is not installed.
        share: The part of the work it does; less than 1 for a loop that is much slower.
        virtual: Whether its ``sleep(1)`` takes no real time.
    """

    name: str
    make: Callable[[], asyncio.AbstractEventLoop] | None
    share: float = 1.0
    virtual: bool = True


def contenders(ours: str) -> list[Contender]:
    """All of them, ours first; ``ours`` is ``module:Class``."""
    place, _, name = ours.rpartition(":")
    return [
        Contender(OURS, _find(place, name)),
        Contender("probe", ProbeLoop),
        Contender("stock, sleep(0)", asyncio.SelectorEventLoop, virtual=False),
        Contender("async-solipsism", _find("async_solipsism", "EventLoop")),
        Contender("looptime", _find("looptime", "new_event_loop"), share=0.05),
    ]


def _find(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError:
        return None
