"""Characters that a terminal does not have, in characters that every terminal has."""

from __future__ import annotations

import codecs
import unicodedata
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_HANDLER = "coro-lessons-plain"
_ASCII = "coro-lessons-ascii"
_SIGNS = {
    "•": "*",
    "…": "...",
    "→": "->",
    "–": "-",
    "—": "-",
    "’": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "×": "x",
    "✓": "+",
    "✗": "x",
    "─": "-",
    "━": "=",
    "│": "|",
    "▌": "|",
    "¿": "",
    "¡": "",
}


def show_plainly(*streams: TextIO) -> None:
    """Let nothing that is written to these streams fail for its characters."""
    codecs.register_error(_HANDLER, plain)
    codecs.register(_plain_ascii)
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=_ASCII if is_ascii else None, errors=_HANDLER)


def _plain_ascii(name: str) -> codecs.CodecInfo | None:
    """ASCII by another name: what click takes for ASCII, it writes UTF-8 to."""
    if name.replace("_", "-") != _ASCII:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode,
        ascii_.decode,
        incrementalencoder=ascii_.incrementalencoder,
        incrementaldecoder=ascii_.incrementaldecoder,
        name=_ASCII,
    )


def plain(error: UnicodeError) -> tuple[str, int]:
    """Show such a character without its accent or by a sign like it, rather than fail.

    An error handler for ``codecs``.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(_in_ascii(sign) for sign in found), error.end


def _in_ascii(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    letters = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore")
    return letters.decode("ascii") or "?"
