"""Plain functions that note their calls: for what an answer is to call when something happens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..diagnostics import shorten
from .calls import Call
from .frames import calling_frame
from .times import Times

if TYPE_CHECKING:
    from .world import Raises, World


class Callback:
    """A plain function that notes its calls; see :meth:`World.callback`.

    Nothing is awaited and no time passes: each call starts and ends at the same instant.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, world: World, name: str, *, returns: object, raises: Raises) -> None:
        self.__name__ = self.__qualname__ = name
        self.calls: list[Call] = []
        self._world = world
        self._returns = returns
        self._raises = raises

    def __repr__(self) -> str:
        return f"<callback {self.__name__}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Note the call, then raise or return what this callback is to raise or return."""
        __tracebackhide__ = True
        frame = calling_frame(sys._getframe(1), self._world.learner_files)
        now_ns = self._world._now_ns()
        call = Call(self.__name__, args, kwargs, now_ns, frame.f_code.co_filename, frame.f_lineno)
        self.calls.append(call)
        self._world._pass(call)
        error = of_call(self._raises, call)
        if error is not None:
            call.fail(shorten(error))
            raise error
        return of_call(self._returns, call)

    @property
    def times(self) -> Times:
        """When it was called."""
        return Times((call.called_at for call in self.calls), of=self.calls)

    @property
    def values(self) -> list[Any]:
        """What it was called with: the first argument of each call."""
        return [call.first_argument for call in self.calls]

    def called_with(self, *args: object) -> list[Call]:
        """Return the calls whose first arguments are these, in the order of the calls."""
        return [call for call in self.calls if call.args[: len(args)] == args]


def of_call(value: Any, call: Call) -> Any:
    """Return a value, or what a function of the call's arguments makes of them."""
    __tracebackhide__ = True
    return value(*call.args, **call.kwargs) if callable(value) else value
