"""Belief: to wait is to ask again and again. Nobody can see what is waited for."""

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

    def set_exception(self, error: BaseException) -> None:
        self._finish()
        self._error = error

    def _finish(self) -> None:
        if self._done:
            raise InvalidStateError
        self._done = True
        for fn in self._callbacks:
            self._loop.call_soon(fn, self)

    def add_done_callback(self, fn) -> None:
        if self._done:
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def __await__(self):
        while not self._done:
            yield
        return self.result()
