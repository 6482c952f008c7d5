"""What the virtual loop refuses, each with what to use instead.

Rule: nothing that waits for the real world runs on a virtual clock, because the clock cannot know
how long that takes; a clear refusal beats a timeout that fires too early.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable

_STREAMS = "use asyncio.start_server and asyncio.open_connection, which work in memory here"
_THREAD = "call the blocking function through asyncio.to_thread"
_FAKE = "hand the code under test an async function that stands for it"
_STOP = "set an asyncio.Event from the test, or cancel the task"
_NAMES = "connect to the name itself: in memory every name is an address"

_REFUSED = {
    "add_reader": ("file descriptors", _STREAMS),
    "remove_reader": ("file descriptors", _STREAMS),
    "add_writer": ("file descriptors", _STREAMS),
    "remove_writer": ("file descriptors", _STREAMS),
    "add_signal_handler": ("signal handlers", _STOP),
    "remove_signal_handler": ("signal handlers", _STOP),
}

_REFUSED_ASYNC = {
    "sock_recv": ("real sockets", _STREAMS),
    "sock_recv_into": ("real sockets", _STREAMS),
    "sock_recvfrom": ("real sockets", _STREAMS),
    "sock_recvfrom_into": ("real sockets", _STREAMS),
    "sock_sendto": ("real sockets", _STREAMS),
    "sock_sendall": ("real sockets", _STREAMS),
    "sock_sendfile": ("real sockets", _STREAMS),
    "sock_connect": ("real sockets", _STREAMS),
    "sock_accept": ("real sockets", _STREAMS),
    "connect_accepted_socket": ("real sockets", _STREAMS),
    "create_datagram_endpoint": ("datagrams", _FAKE),
    "create_unix_connection": ("Unix sockets", _STREAMS),
    "create_unix_server": ("Unix sockets", _STREAMS),
    "start_tls": ("TLS", "connect without ssl=; there is no wire to listen on"),
    "sendfile": ("sendfile", "write the bytes to the transport"),
    "getaddrinfo": ("name look-ups", _NAMES),
    "getnameinfo": ("name look-ups", _NAMES),
    "connect_read_pipe": ("pipes", _FAKE),
    "connect_write_pipe": ("pipes", _FAKE),
    "subprocess_exec": ("subprocesses", f"{_FAKE}, or {_THREAD}"),
    "subprocess_shell": ("subprocesses", f"{_FAKE}, or {_THREAD}"),
}


def _message(name: str, what: str, instead: str) -> str:
    return f"loop.{name}: {what} do not exist in virtual time; {instead}"


def _refuse(name: str, what: str, instead: str) -> Callable[..., NoReturn]:
    def refused(self: object, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnsupportedError(_message(name, what, instead))

    refused.__name__ = refused.__qualname__ = name
    return refused


def _refuse_async(name: str, what: str, instead: str) -> Callable[..., Any]:
    async def refused(self: object, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnsupportedError(_message(name, what, instead))

    refused.__name__ = refused.__qualname__ = name
    return refused


class RefusesTheRealWorld:
    """Mixin of an event loop: every call that needs the operating system says what to use."""


for _name, _words in _REFUSED.items():
    setattr(RefusesTheRealWorld, _name, _refuse(_name, *_words))
for _name, _words in _REFUSED_ASYNC.items():
    setattr(RefusesTheRealWorld, _name, _refuse_async(_name, *_words))


class NoSelector:
    """Stands where other loops keep their selector: it has nothing to poll.

    Plugins that patch ``loop._selector.select`` of every loop (looptime does) find it; the virtual
    loop itself never calls it.
    """

    def select(self, timeout: float | None = None) -> list[Any]:
        """Report that no file is ready, at once."""
        return []

    def get_map(self) -> dict[Any, Any]:
        """Report that no file is registered."""
        return {}

    def register(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse to watch a file.

        Raises:
            UnsupportedError: always.
        """
        raise UnsupportedError(_message("_selector.register", "file descriptors", _STREAMS))

    def close(self) -> None:
        """Do nothing: there is nothing open."""
