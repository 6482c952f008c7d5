"""Checks on what an answer says or is written in, where there is nothing to run."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ..diagnostics import CheckFailed, Diagnostic, Facts, shorten

_SUSPENDING = re.compile(r"\b(await|async)\b")


def old_notation(left: Sequence[str], *, total: int) -> None:
    """Check that of ``total`` old notations none is ``left``.

    Raises:
        CheckFailed: CL906.
    """
    __tracebackhide__ = True
    if left:
        facts: Facts = {"names": list(left), "left": len(left), "total": total}
        raise CheckFailed(Diagnostic("CL906", facts))


def suspension_points(
    lines: object, seen: Collection[int], source: str, *, complete: bool = True
) -> None:
    """Check which lines of a program are said to be suspension points.

    Args:
        lines: What the answer says.
        seen: The lines at which another task was seen to run.
        source: The program.
        complete: Whether every line that was seen has to be there.

    Raises:
        CheckFailed: CL910 if ``lines`` holds anything but numbers, CL605 for lines that cannot
            suspend, CL606 for lines that could but do not, CL607 for lines that are missing.
    """
    __tracebackhide__ = True
    answer = _numbers(lines)
    text = dict(enumerate(source.splitlines(), 1))
    extra = sorted(answer - set(seen))
    never = [line for line in extra if not _SUSPENDING.search(text.get(line, ""))]
    for code, wrong in (("CL605", never), ("CL606", extra)):
        if wrong:
            raise CheckFailed(Diagnostic(code, {"count": len(wrong), "lines": wrong}))
    missing = len(set(seen) - answer)
    if complete and missing:
        found = len(seen) - missing
        facts: Facts = {"count": missing, "found": found, "total": len(seen)}
        raise CheckFailed(Diagnostic("CL607", facts))


def _numbers(lines: object) -> set[int]:
    __tracebackhide__ = True
    if isinstance(lines, Collection) and all(isinstance(line, int) for line in lines):
        return set(lines)
    facts: Facts = {"name": "LINES", "actual": shorten(lines), "expected": "set[int]"}
    raise CheckFailed(Diagnostic("CL910", facts))
