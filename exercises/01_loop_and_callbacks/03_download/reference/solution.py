"""One solution of `Download`."""

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
        self.network = network
        self.url = url
        self.on_ok = on_ok
        self.on_error = on_error
        # The local variables of a callback die when it returns, and it returns before the next
        # piece is there. What has to last from one callback to the next lives here.
        self.connection = None
        self.pieces = []

    def start(self) -> None:
        self.connection = self.network.connect(self.url)
        self.network.watch(self.connection, self.connected)

    def connected(self) -> None:
        try:
            self.connection.send(self.url.encode())
        except OSError as error:
            self.failed(error)
        else:
            # The next thing to happen is something else, so another method is called for it.
            self.network.watch(self.connection, self.arrived)

    def arrived(self) -> None:
        try:
            piece = self.connection.recv()
        except OSError as error:
            self.failed(error)
            return
        if piece:
            self.pieces.append(piece)
        else:
            self.network.unwatch(self.connection)
            self.on_ok(b"".join(self.pieces))

    def failed(self, error: Exception) -> None:
        # Nobody stands above a callback to catch what it raises: the loop is who called it. So
        # an error has to be handed on like a result, by a call.
        self.network.unwatch(self.connection)
        self.on_error(error)
