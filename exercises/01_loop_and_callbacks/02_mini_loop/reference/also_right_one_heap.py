"""Also right: a single heap. What is to run soon is a timer for now."""

import heapq
from itertools import count


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._waiting = []
        self._numbers = count()

    def call_soon(self, fn, *args) -> None:
        self.call_later(0, fn, *args)

    def call_later(self, delay, fn, *args) -> None:
        entry = (self._clock.time() + delay, next(self._numbers), fn, args)
        heapq.heappush(self._waiting, entry)

    def run(self) -> None:
        while self._waiting:
            when, _, fn, args = heapq.heappop(self._waiting)
            seconds = when - self._clock.time()
            if seconds > 0:
                self._clock.sleep(seconds)
            fn(*args)
