"""Belief: to cancel a coroutine is to close it. That raises another exception in it."""

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
        self._waits_for = None
        loop.call_soon(self._step)

    def cancel(self) -> None:
        if not self.done():
            self._waits_for = None
            self._loop.call_soon(self._close)

    def _close(self) -> None:
        self._coro.close()
        self.set_exception(CancelledError())

    def _step(self, error=None) -> None:
        try:
            if error is None:
                future = self._coro.send(None)
            else:
                future = self._coro.throw(error)
        except StopIteration as end:
            self.set_result(end.value)
        except (Exception, CancelledError) as failure:
            self.set_exception(failure)
        else:
            self._waits_for = future
            future.add_done_callback(self._wake_up)

    def _wake_up(self, future) -> None:
        if future is not self._waits_for:
            return
        try:
            future.result()
        except (Exception, CancelledError) as error:
            self._step(error)
        else:
            self._step()
