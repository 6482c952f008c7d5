"""Belief: a task that was started lives on its own. The garbage collector sees it otherwise."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> None:
        asyncio.create_task(coro).add_done_callback(self._ended)

    def _ended(self, job: asyncio.Task[Any]) -> None:
        if not job.cancelled() and (error := job.exception()) is not None:
            self.errors.append(error)

    async def close(self) -> None:
        me = asyncio.current_task()
        try:
            while jobs := [task for task in asyncio.all_tasks() if task is not me]:
                await asyncio.wait(jobs)
        except asyncio.CancelledError:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            raise
