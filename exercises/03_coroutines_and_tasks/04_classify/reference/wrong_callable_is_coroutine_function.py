"""Belief: what can be called is a coroutine function. Ordinary functions can be called too."""

import asyncio
import inspect


def classify(x) -> set[str]:
    names = set()
    if callable(x):
        names.add("coroutine function")
    if inspect.iscoroutine(x):
        names.add("coroutine")
    if isinstance(x, asyncio.Future):
        names.add("future")
    if isinstance(x, asyncio.Task):
        names.add("task")
    if inspect.isawaitable(x):
        names.add("awaitable")
    return names
