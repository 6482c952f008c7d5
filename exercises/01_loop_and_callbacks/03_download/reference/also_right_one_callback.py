"""Also right: one callback for everything, which remembers how far the download has come."""

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
        self.step = self.send
        self.page = bytearray()

    def start(self) -> None:
        self.connection = self.network.connect(self.url)
        self.network.watch(self.connection, self.ready)

    def ready(self) -> None:
        try:
            is_over = self.step()
        except ConnectionError as error:
            self.network.unwatch(self.connection)
            self.on_error(error)
            return
        if is_over:
            self.network.unwatch(self.connection)
            self.on_ok(bytes(self.page))

    def send(self) -> bool:
        self.connection.send(self.url.encode())
        self.step = self.receive
        return False

    def receive(self) -> bool:
        piece = self.connection.recv()
        self.page += piece
        return not piece
