"""Belief: an object is what its type says, and nothing else. Inheritance is left out."""

import asyncio
import inspect


def classify(x) -> set[str]:
    names = set()
    if inspect.iscoroutinefunction(x):
        names.add("coroutine function")
    if inspect.iscoroutine(x):
        names.add("coroutine")
    if type(x) is asyncio.Future:
        names.add("future")
    if type(x) is asyncio.Task:
        names.add("task")
    if inspect.isawaitable(x):
        names.add("awaitable")
    return names
