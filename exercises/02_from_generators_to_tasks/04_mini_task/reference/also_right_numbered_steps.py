"""Also right: the step does not look at the result. `await` asks the future for it by itself."""

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
        self._steps = 0
        self._next_step_soon(self._coro.send, None)

    def cancel(self) -> None:
        self._next_step_soon(self._coro.throw, CancelledError())

    def _next_step_soon(self, resume, value) -> None:
        """Arrange for a step; any other one that was arranged for before is void."""
        self._steps += 1
        self._loop.call_soon(self._step, self._steps, resume, value)

    def _step(self, number, resume, value) -> None:
        if self.done() or number != self._steps:
            return
        try:
            future = resume(value)
        except StopIteration as end:
            self.set_result(end.value)
        except BaseException as error:
            self.set_exception(error)
        else:
            future.add_done_callback(lambda _: self._step(number, self._coro.send, None))
