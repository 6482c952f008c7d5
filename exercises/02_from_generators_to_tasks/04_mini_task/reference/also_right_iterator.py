"""As good: the iterator behind `await` takes the steps, and a task knows what it waits for."""

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
        super().__init__(loop)
        self._steps = coro.__await__()
        self._waits_for = None
        loop.call_soon(self._step, lambda: next(self._steps))

    def cancel(self) -> None:
        self._waits_for = None
        self._loop.call_soon(self._step, lambda: self._steps.throw(CancelledError()))

    def _step(self, resume) -> None:
        try:
            self._waits_for = resume()
        except StopIteration as end:
            self.set_result(end.value)
        except BaseException as error:
            self.set_exception(error)
        else:
            self._waits_for.add_done_callback(self._wake_up)

    def _wake_up(self, future) -> None:
        if future is self._waits_for:
            # What failed raises its exception inside the coroutine, when that goes on.
            self._step(lambda: next(self._steps))
