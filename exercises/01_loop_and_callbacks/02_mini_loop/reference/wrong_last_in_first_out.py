"""Belief: a list is a queue. pop() takes the one that came last."""

import heapq
from itertools import count


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._ready = []
        self._timers = []
        self._numbers = count()

    def call_soon(self, fn, *args) -> None:
        self._ready.append((fn, args))

    def call_later(self, delay, fn, *args) -> None:
        timer = (self._clock.time() + delay, next(self._numbers), fn, args)
        heapq.heappush(self._timers, timer)

    def run(self) -> None:
        while self._ready or self._timers:
            if not self._ready:
                self._clock.sleep(max(0, self._timers[0][0] - self._clock.time()))
            while self._timers and self._timers[0][0] <= self._clock.time():
                _, _, fn, args = heapq.heappop(self._timers)
                self._ready.append((fn, args))
            for _ in range(len(self._ready)):
                fn, args = self._ready.pop()
                fn(*args)
