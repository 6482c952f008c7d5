"""One solution of `MiniLoop`."""

import heapq
from collections import deque
from itertools import count


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._ready = deque()
        self._timers = []  # a heap: the earliest one is always at the front
        self._numbers = count()

    def call_soon(self, fn, *args) -> None:
        # Only put down, not called: whoever calls this goes on first.
        self._ready.append((fn, args))

    def call_later(self, delay, fn, *args) -> None:
        # The number decides between equal times. Without it, Python would have to compare
        # the functions, which have no order; with it, the first to come is the first to go.
        timer = (self._clock.time() + delay, next(self._numbers), fn, args)
        heapq.heappush(self._timers, timer)

    def run(self) -> None:
        while self._ready or self._timers:
            if not self._ready:
                # Nothing can happen before the first timer is due, so there is no need to look.
                self._clock.sleep(max(0, self._timers[0][0] - self._clock.time()))
            self._collect_what_is_due()
            # As many as there are now. What they add waits for the next pass, and before
            # that one the timers are looked at again: nobody can keep them waiting for ever.
            for _ in range(len(self._ready)):
                fn, args = self._ready.popleft()
                fn(*args)

    def _collect_what_is_due(self) -> None:
        now = self._clock.time()
        while self._timers and self._timers[0][0] <= now:
            _, _, fn, args = heapq.heappop(self._timers)
            self._ready.append((fn, args))
