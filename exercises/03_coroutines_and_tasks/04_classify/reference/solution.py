"""One solution of `classify`."""

import asyncio
import inspect


def classify(x) -> set[str]:
    names = set()
    # A coroutine function is what you call; a coroutine is what the call gives you.
    if inspect.iscoroutinefunction(x):
        names.add("coroutine function")
    if inspect.iscoroutine(x):
        names.add("coroutine")
    # isinstance counts subclasses, so a task passes both of these: Task inherits from Future.
    if isinstance(x, asyncio.Future):
        names.add("future")
    if isinstance(x, asyncio.Task):
        names.add("task")
    # Coroutines, Futures and everything else that has an __await__ method.
    if inspect.isawaitable(x):
        names.add("awaitable")
    return names
