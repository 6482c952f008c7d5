"""Belief: a delay begins when the loop comes to it. It begins with call_later."""

from collections import deque


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._ready = deque()
        self._timers = []

    def call_soon(self, fn, *args) -> None:
        self._ready.append((fn, args))

    def call_later(self, delay, fn, *args) -> None:
        self._timers.append((delay, fn, args))

    def run(self) -> None:
        while self._ready or self._timers:
            for _ in range(len(self._ready)):
                fn, args = self._ready.popleft()
                fn(*args)
            if self._timers and not self._ready:
                self._timers.sort(key=lambda timer: timer[0])
                delay, fn, args = self._timers.pop(0)
                self._clock.sleep(delay)
                fn(*args)
