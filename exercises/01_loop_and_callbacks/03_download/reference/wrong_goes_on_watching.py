"""Belief: who has been told everything is not called any more. The watching goes on."""

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
        self.network, self.url = network, url
        self.on_ok, self.on_error = on_ok, on_error
        self.pieces = []

    def start(self) -> None:
        self.connection = self.network.connect(self.url)
        self.network.watch(self.connection, self.connected)

    def connected(self) -> None:
        try:
            self.connection.send(self.url.encode())
        except OSError as error:
            self.on_error(error)
        else:
            self.network.watch(self.connection, self.arrived)

    def arrived(self) -> None:
        try:
            piece = self.connection.recv()
        except OSError as error:
            self.on_error(error)
            return
        if piece:
            self.pieces.append(piece)
        else:
            self.on_ok(b"".join(self.pieces))
