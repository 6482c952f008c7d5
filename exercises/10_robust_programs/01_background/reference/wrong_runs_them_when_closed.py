"""Belief: only what has been done in the end counts. Until then nothing runs in the background."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._jobs: list[Coroutine[Any, Any, Any]] = []

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> None:
        self._jobs.append(coro)

    async def close(self) -> None:
        while self._jobs:
            jobs, self._jobs = self._jobs, []
            for ended in await asyncio.gather(*jobs, return_exceptions=True):
                if isinstance(ended, Exception):
                    self.errors.append(ended)
