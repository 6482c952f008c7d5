"""How wide a text is in a terminal, and how it is made to fit.

Rule: names are the learner's and may hold anything; what could move the cursor, or turn the line
around, does not reach the terminal.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = {"Mn", "Me"}
_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PLAIN = str.maketrans(
    {"×": "x", "…": "...", "–": "-", "—": "-", "→": "->", "’": "'", "¿": "", "¡": ""}
    | dict.fromkeys("“”«»", '"')
)


def tame(text: str) -> str:
    """Replace line ends by spaces, and control and direction characters by a question mark."""
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():
        return spaced
    return "".join("?" if unicodedata.category(sign) in _HARMFUL else sign for sign in spaced)


def in_ascii(text: str) -> str:
    """Write a text with ASCII characters only: accents fall away, other letters are named."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    kept = "".join(sign for sign in decomposed if unicodedata.category(sign) not in _INVISIBLE)
    return kept.encode("ascii", "backslashreplace").decode("ascii")


def width_of(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.category(sign) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def fitted(text: str, width: int, ellipsis: str) -> str:
    """Shorten a text in its middle, because the ends of a call tell it from the next one."""
    if width_of(text) <= width:
        return text
    room = width - width_of(ellipsis)
    if room < 2:
        return _start(text, width)
    tail = room // 2
    return f"{_start(text, room - tail)}{ellipsis}{_start(text[::-1], tail)[::-1]}"


def padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text into lines at spaces; lines after the first one begin with ``indent``."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        if line and width_of(line) + 1 + width_of(rest) <= width:
            line = f"{line} {rest}" if line.strip() else line + rest
            continue
        if line.strip():
            lines.append(line)
            line = indent
        while width_of(line) + width_of(rest) > width:
            part = _start(rest, width - width_of(line))
            lines.append(line + part)
            line, rest = indent, rest[len(part) :]
        line += rest
    return [*lines, line] if line.strip() else lines


def _start(text: str, width: int) -> str:
    taken = 0
    for number, sign in enumerate(text):
        taken += _width(sign)
        if taken > width:
            return text[:number]
    return text
