"""Where, in the order that failed, one task came in while another one waited.

Rule: only what the default order does not do is told. A task that waits in the middle, between two
calls of its own, explains more than one that has only begun; so the first such wait is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from .model import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..operations import Call
    from .model import Row
    from .record import Record

CallKey: TypeAlias = tuple[str, int]
"""A task, and the number of the call among its calls."""
OverlapKey: TypeAlias = tuple[CallKey, str, CallKey]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A task that waits in a line, and what another one did meanwhile."""

    file: str | None = None
    line: int | None = None
    waiting: Name | None = None
    came_in: Name | None = None
    in_the_middle: bool = False


NONE = Overlap()


def new_overlap(failing: Record, usual: Record, files: set[str]) -> Overlap:
    """Return the overlap that tells most; only what waits in these files counts."""
    known = {key for key, _ in _overlaps(usual, files)}
    new = [overlap for key, overlap in _overlaps(failing, files) if key not in known]
    middle = (one for one in new if one.in_the_middle)
    return next(chain(middle, _overtaken(failing, usual), new), NONE)


def _overtaken(failing: Record, usual: Record) -> Iterator[Overlap]:
    """Yield what came before something of a thread or connection that usually comes after it."""
    rows = failing.rows()
    keys = _keys(rows)
    usually = {key: place for place, key in enumerate(_keys(usual.rows()))}
    for late, early, (file, line) in sorted(failing.overtaken, key=lambda one: (one[1], one[0])):
        is_new = usually.get(keys[late], -1) < usually.get(keys[early], len(usually))
        if line is not None and is_new and rows[early].tells:
            yield Overlap(file, line, _name(rows[late]), _name(rows[early]))


def _name(row: Row) -> Name:
    return Name(row.task, row.what, row.noun)


def _keys(rows: tuple[Row, ...]) -> list[tuple[object, ...]]:
    """Return for each row what it is, and how many there were like it."""
    seen: Counter[tuple[str, ...]] = Counter()
    keys: list[tuple[object, ...]] = []
    for row in rows:
        what = (row.task, row.kind, row.what, row.noun)
        seen[what] += 1
        keys.append((*what, seen[what]))
    return keys


def _overlaps(record: Record, files: set[str]) -> Iterator[tuple[OverlapKey, Overlap]]:
    rows = record.rows()
    numbers: dict[str, int] = {}
    under_way: dict[int, tuple[CallKey, Call]] = {}
    for place, call, kind in record.calls:
        if call.awaited_in is None or (files and call.awaited_in.file not in files):
            continue
        row = rows[place]
        if kind == "start":
            numbers[row.task] = numbers.get(row.task, 0) + 1
            key = (row.task, numbers[row.task])
        else:
            key = under_way.pop(id(call), ((row.task, 0), call))[0]
        for waiting_key, waiting in under_way.values():
            if waiting_key[0] != row.task:
                came_in = Name(row.task, row.what)
                yield (key, kind, waiting_key), _overlap(waiting, waiting_key, came_in)
        if kind == "start":
            under_way[id(call)] = (key, call)


def _overlap(waiting: Call, key: CallKey, came_in: Name) -> Overlap:
    file, line, _ = waiting.awaited_in or (None, None, None)
    return Overlap(file, line, Name(key[0], str(waiting)), came_in, in_the_middle=key[1] > 1)
