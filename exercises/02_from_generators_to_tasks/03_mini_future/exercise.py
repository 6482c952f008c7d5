"""A Future: a result that is still to come, and those who want to know of it."""

from asyncio import InvalidStateError


class MiniFuture:
    def __init__(self, loop) -> None:
        # TODO: keep the loop, and make a place for the result and for the callbacks.
        raise NotImplementedError

    def done(self) -> bool:
        # TODO: tell whether the result, or an exception, is there.
        raise NotImplementedError

    def result(self):
        # TODO: return the result or raise the exception; InvalidStateError if neither is there.
        raise NotImplementedError

    def set_result(self, value) -> None:
        # TODO: keep the value, and let the loop call those who want to know.
        raise NotImplementedError

    def set_exception(self, error: BaseException) -> None:
        # TODO: the same with an exception.
        raise NotImplementedError

    def add_done_callback(self, fn) -> None:
        # TODO: have `fn(self)` called by the loop once the future is done.
        raise NotImplementedError

    def __await__(self):
        # TODO: hand the future out and pause, if it is not done; then return its result.
        raise NotImplementedError
        yield  # this word makes the method a generator


if __name__ == "__main__":

    class Loop:
        """A queue, and a method that empties it."""

        def __init__(self):
            self.ready = []

        def call_soon(self, fn, *args):
            self.ready.append((fn, args))

        def run(self):
            while self.ready:
                fn, args = self.ready.pop(0)
                fn(*args)

    loop = Loop()
    parcel = MiniFuture(loop)
    parcel.add_done_callback(lambda future: print("the parcel is here:", future.result()))
    print("has it come?", parcel.done())
    parcel.set_result("a book")
    print("has it come?", parcel.done())
    loop.run()
