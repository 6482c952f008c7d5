"""Belief: soon means now. The callback runs in the middle of the code that arranged for it."""

import heapq
from itertools import count


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._timers = []
        self._numbers = count()

    def call_soon(self, fn, *args) -> None:
        fn(*args)

    def call_later(self, delay, fn, *args) -> None:
        timer = (self._clock.time() + delay, next(self._numbers), fn, args)
        heapq.heappush(self._timers, timer)

    def run(self) -> None:
        while self._timers:
            when, _, fn, args = heapq.heappop(self._timers)
            self._clock.sleep(max(0, when - self._clock.time()))
            fn(*args)
