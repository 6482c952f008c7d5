"""A failing order as values that JSON knows, and back, so that whoever reads it can draw it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .model import Deviation, Exploration, Failure, Name, Row
from .token import Token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..diagnostics import JsonValue

# More than anybody reads; those that tell nothing are not among them.
_MOST_ROWS = 200
_USUAL_ROWS = 20


def to_facts(exploration: Exploration, failure: Failure) -> dict[str, JsonValue]:
    """Return all of a failure that a drawing shows; not what the program raised."""
    rows, usual = failure.telling_rows()
    before = max(0, usual - _USUAL_ROWS) if len(rows) > _MOST_ROWS else 0
    kept = rows[before:]
    after = max(0, len(kept) - _MOST_ROWS)
    if after:
        kept = [*kept[: _MOST_ROWS - 1], kept[-1]]
    return {
        "tried": exploration.tried,
        "outcome": failure.outcome,
        "stage": failure.stage,
        "index": failure.index,
        "token": str(failure.token),
        "at": failure.at,
        "tasks": failure.tasks,
        "rows": [_row(row) for row in kept],
        "same_rows": usual - before,
        "rows_before": before,
        "rows_after": after,
        "deviations": [_deviation(one) for one in failure.deviations],
        "file": _without_folder(failure.file),
        "line": failure.line,
        "waiting": _name(failure.waiting),
        "came_in": _name(failure.came_in),
        "cycle": failure.cycle,
        "repeats": failure.repeats,
    }


def from_facts(facts: Mapping[str, Any]) -> Exploration:
    """Return what :func:`to_facts` was given, as far as it is in the facts."""
    failure = Failure(
        outcome=facts["outcome"],
        stage=facts["stage"],
        index=facts["index"],
        token=Token.parse(facts["token"]),
        error=None,
        at=facts["at"],
        tasks=tuple(facts["tasks"]),
        rows=tuple(Row(*row) for row in facts["rows"]),
        same_rows=facts["same_rows"],
        rows_before=facts["rows_before"],
        rows_after=facts["rows_after"],
        deviations=tuple(map(_deviation_of, facts["deviations"])),
        file=facts["file"],
        line=facts["line"],
        waiting=_name_of(facts["waiting"]),
        came_in=_name_of(facts["came_in"]),
        cycle=tuple(facts["cycle"]),
        repeats=facts["repeats"],
    )
    return Exploration(failure, tried=facts["tried"])


def _without_folder(file: str | None) -> str | None:
    # The same on every machine.
    return None if file is None else os.path.basename(file)  # noqa: PTH119 - a text, not a path


def _row(row: Row) -> list[JsonValue]:
    noun: list[JsonValue] = [row.noun] if row.noun else []
    return [row.at, row.task, row.kind, row.what, row.value, row.outcome, row.deviation, *noun]


def _name(name: Name | None) -> list[str] | None:
    if name is None:
        return None
    return [name.task, name.what, name.noun] if name.noun else [name.task, name.what]


def _name_of(written: list[str] | None) -> Name | None:
    return None if written is None else Name(*written)


def _deviation(one: Deviation) -> dict[str, JsonValue]:
    return {
        "kind": one.kind,
        "at": one.at,
        "came": [_name(name) for name in one.came],
        "before": [_name(name) for name in one.before],
        "file": _without_folder(one.file),
        "line": one.line,
        "number": one.number,
    }


def _deviation_of(written: Mapping[str, Any]) -> Deviation:
    names = {key: tuple(Name(*name) for name in written[key]) for key in ("came", "before")}
    return Deviation(**{**written, **names})
