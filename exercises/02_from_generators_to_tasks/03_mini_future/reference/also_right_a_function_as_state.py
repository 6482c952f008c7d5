"""Also right: what `result` is to do is a function, which is there once the future is done."""

from asyncio import InvalidStateError


class MiniFuture:
    def __init__(self, loop) -> None:
        self._loop = loop
        self._callbacks = []
        self._outcome = None

    def done(self) -> bool:
        return self._outcome is not None

    def result(self):
        if self._outcome is None:
            raise InvalidStateError
        return self._outcome()

    def set_result(self, value) -> None:
        self._set(lambda: value)

    def set_exception(self, error: BaseException) -> None:
        def fail():
            raise error

        self._set(fail)

    def _set(self, outcome) -> None:
        if self.done():
            raise InvalidStateError
        self._outcome = outcome
        callbacks, self._callbacks = self._callbacks, []
        for fn in callbacks:
            self.add_done_callback(fn)

    def add_done_callback(self, fn) -> None:
        if self.done():
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def __await__(self):
        while not self.done():
            yield self
        return self.result()
