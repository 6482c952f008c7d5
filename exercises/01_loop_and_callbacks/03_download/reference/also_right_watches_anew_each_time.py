"""Also right: each callback stops the watching, and watches anew for what comes next."""

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
        self.page = b""

    def start(self) -> None:
        self.connection = self.network.connect(self.url)
        self.network.watch(self.connection, self.connected)

    def connected(self) -> None:
        self.network.unwatch(self.connection)
        try:
            self.connection.send(b"GET " + self.url.encode())
        except Exception as error:
            self.on_error(error)
        else:
            self.network.watch(self.connection, self.arrived)

    def arrived(self) -> None:
        self.network.unwatch(self.connection)
        try:
            piece = self.connection.recv()
        except Exception as error:
            self.on_error(error)
            return
        self.page += piece
        if piece:
            self.network.watch(self.connection, self.arrived)
        else:
            self.on_ok(self.page)
