"""Belief: only what on_ok is given counts. The network is never asked."""

from collections.abc import Callable


class Download:
    def __init__(
        self,
        loop,
        network,
        url: str,
        on_ok: Callable[[bytes], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        self.loop, self.on_ok = loop, on_ok

    def start(self) -> None:
        self.loop.call_later(3, self.on_ok, b"Good evening")
