"""The piece of a timeline that proves a finding: the fact ``spans``, drawn small.

Each span is a table with ``name``, ``start`` and ``end`` in virtual seconds; one without an end was
still under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH = 32
_WIDEST_NAME = 24


def proof_lines(facts: Mapping[str, Any]) -> list[str]:
    """Draw a bar for each span, on one scale; only ASCII, because it may go anywhere."""
    spans: Sequence[Mapping[str, Any]] = facts.get("spans") or ()
    if not spans:
        return []
    first = min(span["start"] for span in spans)
    last = max(span["start"] if span["end"] is None else span["end"] for span in spans)
    scale = _WIDTH / (last - first) if last > first else 0.0
    names = [_fitted(str(span["name"])) for span in spans]
    widest = max(map(len, names))
    return [
        f"  {name:<{widest}}  {_bar(span, first, scale):<{_WIDTH + 1}}  {_told(span)}"
        for name, span in zip(names, spans, strict=True)
    ]


def _fitted(name: str) -> str:
    """Leave out the middle: both the function and its last argument tell one call from another."""
    half = (_WIDEST_NAME - 3) // 2
    return name if len(name) <= _WIDEST_NAME else f"{name[: half + 1]}...{name[-half:]}"


def _bar(span: Mapping[str, Any], first: float, scale: float) -> str:
    start: int = round((span["start"] - first) * scale)
    if span["end"] is None:
        return " " * start + "[" + "-" * (_WIDTH - start - 1) + ">"
    length: int = round((span["end"] - first) * scale) - start
    bar = "[" + "-" * (length - 1) + "]" if length else "|"
    return " " * start + bar


def _told(span: Mapping[str, Any]) -> str:
    start = f"{span['start']:.12g}"
    if span["end"] is None:
        return f"{start} s ..."
    end = f"{span['end']:.12g}"
    return f"{start} s" if start == end else f"{start}-{end} s"
