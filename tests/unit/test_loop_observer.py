"""Promises of a loop that is observed: what it tells, and that it tells nothing otherwise."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from pytest_coro_lessons.loop import VirtualTimeLoop, opened


class Watcher:
    """Writes down what it is told, by the names of the callbacks that tasks do not take."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def run(self, handle: Any) -> None:
        self.heard.append("run")
        handle._run()
        self.heard.append("ran")

    def created(self, task: asyncio.Task[Any], coroutine: Any) -> None:
        self.heard.append(("created", task.get_coro() is coroutine, task.done()))

    def blocks(self) -> None:
        self.heard.append("blocks")

    def blocked(self, start_ns: int) -> None:
        self.heard.append(("blocked", start_ns))


async def empty() -> None: ...


async def blocking() -> None:
    time.sleep(1)


def test_an_observer_runs_the_callbacks_and_hears_of_tasks() -> None:
    loop, watcher = VirtualTimeLoop(), Watcher()

    loop.observe(watcher)
    loop.run_until_complete(empty())

    callback_of_run_until_complete = ["run", "ran"]
    assert watcher.heard == [
        ("created", True, False),
        "run",
        "ran",
        *callback_of_run_until_complete,
    ]
    loop.close()


def test_an_observer_hears_of_blocking_before_and_after() -> None:
    loop, watcher = VirtualTimeLoop(), Watcher()
    loop.observe(watcher)

    loop.run_until_complete(blocking())

    assert watcher.heard[:5] == [
        ("created", True, False),
        "run",
        "blocks",
        ("blocked", 0),
        "ran",
    ]
    loop.close()


def test_tasks_of_a_factory_are_told_of_as_well() -> None:
    loop, watcher = VirtualTimeLoop(), Watcher()
    loop.set_task_factory(
        lambda loop, coroutine, **more: asyncio.Task(coroutine, loop=loop, **more)
    )
    loop.observe(watcher)

    loop.run_until_complete(empty())

    assert watcher.heard[0] == ("created", True, False)
    loop.close()


def test_an_observer_that_leaves_hears_no_more() -> None:
    loop, watcher = VirtualTimeLoop(), Watcher()
    loop.observe(watcher)
    loop.observe(None)

    loop.run_until_complete(blocking())

    assert watcher.heard == []
    loop.close()


def test_in_debug_mode_too_the_observer_runs_the_callbacks() -> None:
    loop, watcher = VirtualTimeLoop(), Watcher()
    loop.observe(watcher)
    loop.set_debug(True)

    loop.run_until_complete(empty())

    assert watcher.heard.count("ran") == 2
    loop.close()


def test_whoever_wants_to_hears_of_every_loop_that_is_opened() -> None:
    heard: list[VirtualTimeLoop] = []
    opened.append(heard.append)

    loop = VirtualTimeLoop()

    opened.remove(heard.append)
    other = VirtualTimeLoop()
    assert heard == [loop]
    loop.close()
    other.close()
