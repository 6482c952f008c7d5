"""Loops with faults, which show that the conformance run notices them."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from pytest_coro_lessons import VirtualTimeLoop


class LateLoop(VirtualTimeLoop):
    """Every timer is a minute late."""

    def call_at(self, when: float, *args: Any, **kwargs: Any) -> asyncio.TimerHandle:
        return super().call_at(when + 60, *args, **kwargs)


class HangingLoop(VirtualTimeLoop):
    """One test never gets its thread."""

    def run_in_executor(self, *args: Any) -> asyncio.Future[Any]:
        task = asyncio.current_task()
        if task is not None and "test_to_thread_once" in repr(task):
            threading.Event().wait()
        return super().run_in_executor(*args)
