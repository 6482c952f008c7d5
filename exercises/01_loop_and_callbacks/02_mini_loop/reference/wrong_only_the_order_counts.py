"""Belief: only the order counts. Everything happens at once, in the order of the times."""

import heapq
from itertools import count


class MiniLoop:
    def __init__(self, clock) -> None:
        self._entries = []
        self._numbers = count()
        self._now = 0.0

    def call_soon(self, fn, *args) -> None:
        self.call_later(0, fn, *args)

    def call_later(self, delay, fn, *args) -> None:
        heapq.heappush(self._entries, (self._now + delay, next(self._numbers), fn, args))

    def run(self) -> None:
        while self._entries:
            self._now, _, fn, args = heapq.heappop(self._entries)
            fn(*args)
