"""Belief: an error in a callback reaches whoever started the download. It reaches the loop."""

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
        try:
            self.connection = self.network.connect(self.url)
            self.network.watch(self.connection, self.connected)
        except OSError as error:
            self.on_error(error)

    def connected(self) -> None:
        self.connection.send(self.url.encode())
        self.network.watch(self.connection, self.arrived)

    def arrived(self) -> None:
        piece = self.connection.recv()
        if piece:
            self.pieces.append(piece)
        else:
            self.network.unwatch(self.connection)
            self.on_ok(b"".join(self.pieces))
