"""Also right: plain lists. Sorting keeps the order of those whose times are equal."""


class MiniLoop:
    def __init__(self, clock) -> None:
        self._clock = clock
        self._ready = []
        self._timers = []

    def call_soon(self, fn, *args) -> None:
        self._ready.append((fn, args))

    def call_later(self, delay, fn, *args) -> None:
        self._timers.append((self._clock.time() + delay, fn, args))
        self._timers.sort(key=lambda timer: timer[0])

    def run(self) -> None:
        while self._ready or self._timers:
            if not self._ready:
                when, _, _ = self._timers[0]
                self._clock.sleep(max(0, when - self._clock.time()))
            now = self._clock.time()
            due = [timer for timer in self._timers if timer[0] <= now]
            del self._timers[: len(due)]
            this_pass = self._ready + [(fn, args) for _, fn, args in due]
            self._ready = []
            for fn, args in this_pass:
                fn(*args)
