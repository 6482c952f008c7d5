"""The outside of a program that is explored: each call is answered when the loop chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operations import World

if TYPE_CHECKING:
    import asyncio

    from ..latency import Latency
    from ..operations import Call
    from ..operations.calls import Outcome
    from .loop import ExploringLoop


class ExploredWorld(World):
    """A world on an exploring loop."""

    def __init__(self, loop: ExploringLoop) -> None:
        super().__init__(loop.time_ns)
        self._loop = loop

    async def _wait(self, call: Call, latency: Latency) -> None:
        loop = self._loop
        if latency.nominal <= 0 and (latency.hi <= 0 or not loop.holds(call)):
            await super()._wait(call, latency)
            return
        arrived = loop.create_future()
        answer = loop.expect(latency, call, _set, arrived)
        try:
            await arrived
        finally:
            loop.forget(answer)

    def _start(self, call: Call) -> None:
        super()._start(call)
        self._loop.witness.started(call)

    def _end(self, call: Call, outcome: Outcome, answer: object = None) -> None:
        super()._end(call, outcome, answer)
        self._loop.witness.ended(call, answer)


def _set(arrived: asyncio.Future[None]) -> None:
    if not arrived.done():
        arrived.set_result(None)
