"""Whether a callback is kept for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic
from .blocks import AtTheEnd

if TYPE_CHECKING:
    from ..operations import Callback


class called_later(AtTheEnd):  # noqa: N801 - reads as a sentence: `with called_later(on_done):`
    """Check that callbacks that a block arranges for are not called inside of it.

    Example:
        async def test_tells_when_it_is_its_turn(world):
            on_done = world.callback("on_done")

            with called_later(on_done):
                asyncio.get_running_loop().call_soon(on_done, "ready")

    Raises:
        CheckFailed: CL210, with the line that called it.
    """

    def __init__(self, *callbacks: Callback) -> None:
        self._callbacks = callbacks

    def _begin(self) -> None:
        self._before = [len(callback.calls) for callback in self._callbacks]

    def _end(self) -> list[Diagnostic]:
        new = [
            call
            for callback, before in zip(self._callbacks, self._before, strict=True)
            for call in callback.calls[before:]
        ]
        return [
            Diagnostic(
                "CL210", {"callback": call.operation, "call": str(call)}, call.file, call.line
            )
            for call in new[:1]
        ]
