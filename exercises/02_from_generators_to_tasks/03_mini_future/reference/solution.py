"""One solution of `MiniFuture`."""

from asyncio import InvalidStateError


class MiniFuture:
    def __init__(self, loop) -> None:
        self._loop = loop
        # A word of its own for "done", because None is a result like any other.
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
        # Through the loop, and not by a call: whoever sets the result is in the middle of
        # something, and must not find the world changed when the next line runs.
        for fn in self._callbacks:
            self._loop.call_soon(fn, self)

    def add_done_callback(self, fn) -> None:
        if self._done:
            # Too late for `_finish`, which has been and gone. It is told all the same.
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def __await__(self):
        if not self._done:
            # Out to whoever drives the coroutine, through every `await` on the way. They see
            # what it is waiting for, and resume it when this future is done.
            yield self
        return self.result()
