"""One solution of `Background`."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        # The event loop itself refers to tasks weakly; what is in this set is not lost.
        self._jobs: set[asyncio.Task[Any]] = set()

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> None:
        job = asyncio.create_task(coro)
        self._jobs.add(job)
        job.add_done_callback(self._ended)

    def _ended(self, job: asyncio.Task[Any]) -> None:
        # Out of the set, so that nothing of it is kept; asked for its exception, so that
        # Python does not report it as never retrieved. A cancelled task would raise here.
        self._jobs.discard(job)
        if not job.cancelled() and (error := job.exception()) is not None:
            self.errors.append(error)

    async def close(self) -> None:
        try:
            # wait, unlike gather, neither raises what a job raised nor cancels the jobs. Once
            # is not enough: a job may start another one while it is waited for.
            while self._jobs:
                await asyncio.wait(self._jobs)
        except asyncio.CancelledError:
            # Asking is one thing, and waiting until they have ended another.
            for job in self._jobs:
                job.cancel()
            await asyncio.gather(*self._jobs, return_exceptions=True)
            raise
