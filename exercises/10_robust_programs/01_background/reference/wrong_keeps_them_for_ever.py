"""Belief: a list of all tasks is reference enough. It grows for as long as the program runs."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._jobs: list[asyncio.Task[Any]] = []

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> None:
        job = asyncio.create_task(coro)
        self._jobs.append(job)
        job.add_done_callback(self._ended)

    def _ended(self, job: asyncio.Task[Any]) -> None:
        if not job.cancelled() and (error := job.exception()) is not None:
            self.errors.append(error)

    async def close(self) -> None:
        try:
            while running := [job for job in self._jobs if not job.done()]:
                await asyncio.wait(running)
        except asyncio.CancelledError:
            for job in self._jobs:
                job.cancel()
            await asyncio.gather(*self._jobs, return_exceptions=True)
            raise
