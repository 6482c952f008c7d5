"""JSON and XML as other programs take them."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from pytest_coro_lessons.reports._json import readable

# What XML 1.0 has no way to write; a learner prints it easily, colours begin with one.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_PRINTED = 10_000


def as_json(document: Any) -> bytes:
    return readable(msgspec.json.encode(_encodable(document)))


def in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("?", text)


def _encodable(value: Any) -> Any:
    """Replace what UTF-8 cannot hold: lone halves of characters, as a program may print them."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    return value


def shortened(printed: str) -> str:
    """Keep the end of what was printed: there is where the program got to."""
    left_out = len(printed) - _MOST_PRINTED
    return printed if left_out <= 0 else f"[...]\n{printed[-_MOST_PRINTED:]}"
