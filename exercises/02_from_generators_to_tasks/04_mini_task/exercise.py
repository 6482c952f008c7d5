"""A Task: it drives a coroutine from one wait to the next, and is itself a Future."""

from asyncio import CancelledError, InvalidStateError


class MiniFuture:
    """A result that is still to come, as in the exercise before. It is given here."""

    def __init__(self, loop) -> None:
        self._loop = loop
        self._done = False
        self._value = None
        self._error = None
        self._callbacks = []

    def done(self) -> bool:
        return self._done

    def result(self):
        if not self._done:
            raise InvalidStateError("Result is not set.")
        if self._error is not None:
            raise self._error
        return self._value

    def set_result(self, value) -> None:
        self._finish()
        self._value = value

    def set_exception(self, error: BaseException) -> None:
        self._finish()
        self._error = error

    def _finish(self) -> None:
        if self._done:
            raise InvalidStateError("The future is done already.")
        self._done = True
        for fn in self._callbacks:
            self._loop.call_soon(fn, self)

    def add_done_callback(self, fn) -> None:
        if self._done:
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def __await__(self):
        if not self._done:
            yield self
        return self.result()


class MiniTask(MiniFuture):
    def __init__(self, loop, coro) -> None:
        # TODO: keep the coroutine, and let the loop take its first step.
        raise NotImplementedError

    def cancel(self) -> None:
        # TODO: have CancelledError raised in the coroutine, where it is waiting.
        raise NotImplementedError


if __name__ == "__main__":
    import time
    from sched import scheduler

    class Loop(scheduler):
        """A very small event loop, on the real clock."""

        def call_later(self, delay, fn, *args):
            self.enter(delay, 0, fn, args)

        def call_soon(self, fn, *args):
            self.call_later(0, fn, *args)

    loop = Loop(time.monotonic, time.sleep)

    async def sleep(seconds):
        alarm = MiniFuture(loop)
        loop.call_later(seconds, alarm.set_result, None)
        await alarm

    async def greet(name):
        await sleep(1)
        print(f"Hello, {name}!")

    async def greet_all():
        tasks = [MiniTask(loop, greet(name)) for name in ["Ana", "Luis", "Eva"]]
        for task in tasks:
            await task
        return "everybody was greeted, in one second"

    program = MiniTask(loop, greet_all())
    loop.run()
    print(program.result())
