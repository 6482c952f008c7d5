"""An event loop: a queue of what is ready, and timers for what is not."""


class MiniLoop:
    def __init__(self, clock) -> None:
        # TODO: keep the clock; make a place for what is ready and one for the timers.
        raise NotImplementedError

    def call_soon(self, fn, *args) -> None:
        # TODO: put `fn` and its arguments at the end of what is ready.
        raise NotImplementedError

    def call_later(self, delay, fn, *args) -> None:
        # TODO: set a timer for `fn` and its arguments.
        raise NotImplementedError

    def run(self) -> None:
        # TODO: run pass after pass, and sleep when nothing is ready, until nothing is left.
        raise NotImplementedError


if __name__ == "__main__":
    import time

    loop = MiniLoop(time)  # the module `time` has a time() and a sleep(): it is a clock
    loop.call_later(2, print, "after two seconds: the eggs are done")
    loop.call_later(1, print, "after one second: the water boils")
    loop.call_soon(print, "at once: the stove is on")
    loop.run()
