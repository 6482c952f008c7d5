"""Belief: recv waits for the next piece. It never waits: either there is one, or it raises."""

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

    def start(self) -> None:
        self.connection = self.network.connect(self.url)
        self.network.watch(self.connection, self.connected)

    def connected(self) -> None:
        try:
            self.connection.send(self.url.encode())
        except ConnectionError as error:
            self.failed(error)
        else:
            self.network.watch(self.connection, self.arrived)

    def arrived(self) -> None:
        page = b""
        try:
            while piece := self.connection.recv():
                page += piece
        except ConnectionError as error:
            self.failed(error)
        else:
            self.network.unwatch(self.connection)
            self.on_ok(page)

    def failed(self, error: Exception) -> None:
        self.network.unwatch(self.connection)
        self.on_error(error)
