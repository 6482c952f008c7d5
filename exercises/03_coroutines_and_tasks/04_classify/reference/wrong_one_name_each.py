"""Belief: every object is one of the five, and only one. A task is also a Future and awaitable."""

import asyncio
import inspect


def classify(x) -> set[str]:
    if inspect.iscoroutinefunction(x):
        return {"coroutine function"}
    if inspect.iscoroutine(x):
        return {"coroutine"}
    if isinstance(x, asyncio.Task):
        return {"task"}
    if isinstance(x, asyncio.Future):
        return {"future"}
    if inspect.isawaitable(x):
        return {"awaitable"}
    return set()
