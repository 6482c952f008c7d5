"""When a transport tells its protocol to stop writing and to go on.

asyncio has this in ``transports._FlowControlMixin``, which is private; the numbers and the order of
calls are the same.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HIGH_WATER = 64 * 1024


class FlowControlledTransport(asyncio.Transport):
    """A transport that pauses its protocol's writing above high water, until low water."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        protocol: asyncio.BaseProtocol,
        extra: Mapping[str, object],
    ) -> None:
        super().__init__(extra)
        self._loop = loop
        self._protocol = protocol
        self._writing_paused = False
        self._low_water, self._high_water = _limits(None, None)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return (self._low_water, self._high_water)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._low_water, self._high_water = _limits(high, low)
        self._pause_or_resume_writing()

    def _must_pause_or_resume(self) -> bool:
        size = self.get_write_buffer_size()
        if self._writing_paused:
            return size <= self._low_water
        return size > self._high_water

    def _pause_or_resume_writing(self) -> None:
        if not self._must_pause_or_resume():
            return
        self._writing_paused = not self._writing_paused
        if self._writing_paused:
            self._tell(self._protocol.pause_writing, "protocol.pause_writing() failed")
        else:
            self._tell(self._protocol.resume_writing, "protocol.resume_writing() failed")

    def _tell(self, callback: Callable[[], None], message: str) -> None:
        try:
            callback()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:  # noqa: BLE001 - as asyncio: the loop's handler hears of it
            self._report(exc, message)

    def _report(self, exc: BaseException, message: str) -> None:
        self._loop.call_exception_handler(
            {
                "message": message,
                "exception": exc,
                "transport": self,
                "protocol": self._protocol,
            }
        )


def _limits(high: int | None, low: int | None) -> tuple[int, int]:
    if high is None:
        high = _HIGH_WATER if low is None else 4 * low
    if low is None:
        low = high // 4
    if not high >= low >= 0:
        msg = f"high ({high!r}) must be >= low ({low!r}) must be >= 0"
        raise ValueError(msg)
    return (low, high)
