"""Also right: every step is the callback of a future, the first one and the cancellation too."""

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
        self._coro = coro
        beginning = MiniFuture(loop)
        beginning.set_result(None)
        self._wait_for(beginning)

    def cancel(self) -> None:
        end = MiniFuture(self._loop)
        end.set_exception(CancelledError())
        self._wait_for(end)

    def _wait_for(self, future) -> None:
        self._waits_for = future
        future.add_done_callback(self._step)

    def _step(self, future) -> None:
        if future is not self._waits_for:
            return
        try:
            try:
                value = future.result()
            except BaseException as error:
                following = self._coro.throw(error)
            else:
                following = self._coro.send(value)
        except StopIteration as end:
            self.set_result(end.value)
        except BaseException as error:
            self.set_exception(error)
        else:
            self._wait_for(following)
