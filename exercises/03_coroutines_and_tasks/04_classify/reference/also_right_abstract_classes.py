"""Also right: the abstract classes of collections.abc, in a table."""

import asyncio
import inspect
from collections.abc import Awaitable, Coroutine

CLASSES = {
    "coroutine": Coroutine,
    "future": asyncio.Future,
    "task": asyncio.Task,
    "awaitable": Awaitable,
}


def classify(x) -> set[str]:
    names = {name for name, its_class in CLASSES.items() if isinstance(x, its_class)}
    return names | ({"coroutine function"} if inspect.iscoroutinefunction(x) else set())
