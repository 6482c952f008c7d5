"""As good: a gather that returns exceptions, when it is cancelled, ends after what it gathered."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._jobs: set[asyncio.Task[Any]] = set()

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> None:
        job = asyncio.create_task(coro)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        job.add_done_callback(self._note_error)

    def _note_error(self, job: asyncio.Task[Any]) -> None:
        if not job.cancelled() and job.exception() is not None:
            self.errors.append(job.exception())

    async def close(self) -> None:
        while self._jobs:
            await asyncio.gather(*self._jobs, return_exceptions=True)
