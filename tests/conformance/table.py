"""Verdicts as text: a row for each module, and below the table what has to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from children import Outcome
    from verdict import Verdict

HEADINGS = (
    "module",
    "tests",
    "really used our loop",
    "stock pass",
    "ours pass",
    "excused",
    "unexpected",
)
FIRST_COLUMN = 24
DETAIL_LINES = 14


def line(cells: Sequence[str]) -> str:
    first, *rest = cells
    widths = [len(heading) for heading in HEADINGS[1:]]
    aligned = (cell.rjust(width) for cell, width in zip(rest, widths, strict=True))
    return " | ".join((first.ljust(FIRST_COLUMN), *aligned))


def numbers(verdict: Verdict) -> tuple[int, ...]:
    return (
        verdict.tests,
        verdict.used,
        verdict.theirs_passed,
        verdict.ours_passed,
        len(verdict.excused),
        len(verdict.unexpected),
    )


def row(verdict: Verdict) -> str:
    return line((verdict.module, *map(str, numbers(verdict))))


def total(verdicts: Sequence[Verdict]) -> str:
    columns = zip(*map(numbers, verdicts), strict=True)
    return line(("all", *(str(sum(column)) for column in columns)))


def essence(result: Outcome) -> list[str]:
    lines = result.detail.rstrip().splitlines()
    if result.outcome != "hung":
        return lines[-DETAIL_LINES:]
    # faulthandler begins with where the thread is, a traceback ends with it.
    dumps = [number for number, text in enumerate(lines) if text.startswith("Timeout (")]
    start = dumps[-1] if dumps else 0
    return lines[start : start + DETAIL_LINES]


def explain(verdict: Verdict) -> Iterator[str]:
    """Yield lines about each test that is not as it should be."""
    for test, result in verdict.unexpected.items():
        yield f"{verdict.module} {test}: {result.outcome}"
        yield from (f"    {text}" for text in essence(result))
    for test in verdict.stale:
        yield f"{verdict.module} {test}: listed as an exception, but it passes or is not there"
