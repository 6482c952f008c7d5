"""Learn asyncio by solving exercises that pytest grades on a virtual clock.

Rule: a name is imported from its module when it is first asked for, so that the plugin costs
nothing where nobody uses it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_coro_lessons.clock import VirtualClock
    from pytest_coro_lessons.loop import VirtualTimeLoop

__all__ = [
    "VirtualClock",
    "VirtualTimeLoop",
    "__version__",
]

_MODULES = {
    "VirtualClock": "clock",
    "VirtualTimeLoop": "loop",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("pytest-coro-lessons")
    if module := _MODULES.get(name):
        return getattr(import_module(f"{__name__}.{module}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
