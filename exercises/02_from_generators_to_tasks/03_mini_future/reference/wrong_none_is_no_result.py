"""Belief: a future whose value is None is not done. None is a value like any other."""

from asyncio import InvalidStateError


class MiniFuture:
    def __init__(self, loop) -> None:
        self._loop = loop
        self._value = None
        self._error = None
        self._callbacks = []

    def done(self) -> bool:
        return self._value is not None or self._error is not None

    def result(self):
        if not self.done():
            raise InvalidStateError
        if self._error is not None:
            raise self._error
        return self._value

    def set_result(self, value) -> None:
        if self.done():
            raise InvalidStateError
        self._value = value
        self._finish()

    def set_exception(self, error: BaseException) -> None:
        if self.done():
            raise InvalidStateError
        self._error = error
        self._finish()

    def _finish(self) -> None:
        for fn in self._callbacks:
            self._loop.call_soon(fn, self)

    def add_done_callback(self, fn) -> None:
        if self.done():
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def __await__(self):
        if not self.done():
            yield self
        return self.result()
