"""Belief: awaitable is what has the word await in its source."""

import asyncio
import inspect


def has_await_inside(x) -> bool:
    try:
        return "await " in inspect.getsource(x)
    except TypeError:
        return False


def classify(x) -> set[str]:
    names = set()
    if inspect.iscoroutinefunction(x):
        names.add("coroutine function")
    if inspect.iscoroutine(x):
        names.add("coroutine")
    if isinstance(x, asyncio.Future):
        names.add("future")
    if isinstance(x, asyncio.Task):
        names.add("task")
    if has_await_inside(x):
        names.add("awaitable")
    return names
