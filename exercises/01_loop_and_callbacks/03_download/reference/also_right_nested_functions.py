"""Also right: functions inside of `start`. What they share lives on in their closure."""

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
        self.given = loop, network, url, on_ok, on_error

    def start(self) -> None:
        loop, network, url, on_ok, on_error = self.given
        connection = network.connect(url)
        pieces = []

        def end(callback, value) -> None:
            network.unwatch(connection)
            loop.call_soon(callback, value)

        def connected() -> None:
            try:
                connection.send(url.encode())
            except OSError as error:
                end(on_error, error)
            else:
                network.watch(connection, arrived)

        def arrived() -> None:
            try:
                piece = connection.recv()
            except OSError as error:
                end(on_error, error)
                return
            pieces.append(piece)
            if not piece:
                end(on_ok, b"".join(pieces))

        network.watch(connection, connected)
