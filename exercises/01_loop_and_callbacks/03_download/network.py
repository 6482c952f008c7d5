"""A network for one program: what arrives is decided beforehand, and each step takes a second."""

from collections import deque


class Connection:
    """A line to one page. None of its methods ever waits."""

    def __init__(self, pieces):
        self._coming = deque(pieces)
        self._arrived = deque()
        self._answers = bool(pieces)
        self._is_open = False
        self._was_asked = False

    def send(self, request):
        """Ask for the page. From then on it arrives, one piece after another."""
        if not self._is_open:
            raise BlockingIOError("the connection is not open yet")
        if not self._answers:
            raise ConnectionRefusedError("nobody answers there")
        self._was_asked = True

    def recv(self):
        """Return the next piece that has arrived, or b"" when the page has ended."""
        if not self._arrived:
            raise BlockingIOError("nothing has arrived yet")
        # The end does not go away, and neither does an error.
        ends = not self._arrived[0] or isinstance(self._arrived[0], Exception)
        piece = self._arrived[0] if ends else self._arrived.popleft()
        if isinstance(piece, Exception):
            raise piece
        return piece

    def a_second_passes(self):
        if not self._is_open:
            self._is_open = True
        elif self._was_asked:
            self._arrived.append(self._coming.popleft() if self._coming else b"")


class Network:
    def __init__(self, loop, pages):
        """`pages` has for each URL the pieces that arrive; `recv` raises those that are errors."""
        self._loop = loop
        self._pages = pages
        self._under_way = set()
        self.watched = {}

    def connect(self, url):
        """Begin to connect. Return at once; the connection opens later."""
        return Connection(self._pages.get(url, []))

    def watch(self, connection, callback):
        """From now on have the loop call `callback()` each time the connection is ready."""
        self.watched[connection] = callback
        if connection not in self._under_way:
            self._under_way.add(connection)
            self._loop.call_later(1, self._look_at, connection)

    def unwatch(self, connection):
        """Have nobody called for this connection any more."""
        self.watched.pop(connection, None)

    def _look_at(self, connection):
        if connection in self.watched:
            self._loop.call_later(1, self._look_at, connection)
            connection.a_second_passes()
            self.watched[connection]()
        else:
            self._under_way.remove(connection)
