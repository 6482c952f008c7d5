"""Belief: whoever sets the result calls those who wait for it. They run in the middle of it."""

from asyncio import InvalidStateError


class MiniFuture:
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
            raise InvalidStateError
        if self._error is not None:
            raise self._error
        return self._value

    def set_result(self, value) -> None:
        self._finish()
        self._value = value
        self._call_back()

    def set_exception(self, error: BaseException) -> None:
        self._finish()
        self._error = error
        self._call_back()

    def _finish(self) -> None:
        if self._done:
            raise InvalidStateError
        self._done = True

    def _call_back(self) -> None:
        for fn in self._callbacks:
            fn(self)

    def add_done_callback(self, fn) -> None:
        if self._done:
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def __await__(self):
        if not self._done:
            yield self
        return self.result()
