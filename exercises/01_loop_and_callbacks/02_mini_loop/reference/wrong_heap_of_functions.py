"""Belief: a heap of times and functions compares only the times. Equal times need a tie-breaker."""

import heapq
from collections import deque


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._ready = deque()
        self._timers = []

    def call_soon(self, fn, *args) -> None:
        self._ready.append((fn, args))

    def call_later(self, delay, fn, *args) -> None:
        heapq.heappush(self._timers, (self._clock.time() + delay, fn, args))

    def run(self) -> None:
        while self._ready or self._timers:
            if not self._ready:
                self._clock.sleep(max(0, self._timers[0][0] - self._clock.time()))
            while self._timers and self._timers[0][0] <= self._clock.time():
                _, fn, args = heapq.heappop(self._timers)
                self._ready.append((fn, args))
            for _ in range(len(self._ready)):
                fn, args = self._ready.popleft()
                fn(*args)
