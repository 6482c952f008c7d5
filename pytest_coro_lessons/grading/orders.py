"""From an order in which an answer fails to the diagnosis a learner reads.

Rule: the code is about the order, because without it nobody understands the rest; what a check
found in it is told within.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts, tidy
from ..explore import only_one, to_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..diagnostics import JsonValue
    from ..explore import Exploration, Failure

_ENDLESS = ("busy", "limit")


def diagnose_order(
    exploration: Exploration, failure: Failure, test: str | None = None
) -> Diagnostic:
    """Return what is wrong in the order that failed.

    Args:
        test: how pytest calls the test, for who wants to run the order again.
    """
    replayed = failure.stage == "replay"
    facts: Facts = {
        "tried": exploration.tried,
        "index": None if replayed else failure.index,
        "replayed": str(failure.token) if replayed else None,
        "token": str(failure.token),
        "at": failure.at,
        "test": test,
        "order": to_facts(exploration, failure),
    }
    error = only_one(failure.error) if failure.error is not None else None
    if failure.outcome == "failed" and error is not None:
        facts["error"] = _told(error)
    return next(make for applies, make in _CODES if applies(failure))(failure, facts)


def _told(error: BaseException) -> JsonValue:
    if isinstance(error, CheckFailed):
        found = error.diagnostic
        return {"code": found.code, "facts": found.facts}
    name = type(error).__name__
    lines = str(error).strip().splitlines()
    if lines and isinstance(error, AssertionError):
        return tidy(lines[0])
    return tidy(f"{name}: {lines[0]}") if lines else name


def _cancelled(failure: Failure, facts: Facts) -> Diagnostic:
    points = failure.token.cancel
    cancelled = [one for one in failure.deviations if one.kind == "cancel"]
    first, again = cancelled[0], cancelled[-1]
    facts |= {"number": points[0], "waited_for": [name.what for name in first.before]}
    if failure.outcome != "failed":
        facts["case"] = "stalled" if failure.outcome == "stalled" else "endless"
    elif len(points) > 1:
        facts |= {"case": "twice", "second": points[1], "again_line": again.line}
    return Diagnostic("CL213", facts, first.file, first.line)


def _collected(failure: Failure, facts: Facts) -> Diagnostic:
    if failure.outcome != "lost":
        facts["case"] = "fails"
    return Diagnostic("CL214", facts, failure.file, failure.line)


def _in_pieces(failure: Failure, facts: Facts) -> Diagnostic:
    if failure.outcome != "failed":
        facts["case"] = "stalled"
    return Diagnostic("CL215", facts, failure.file, failure.line)


def _without_end(failure: Failure, facts: Facts) -> Diagnostic:
    if failure.cycle:
        facts |= {"case": "cycle", "cycle": [*failure.cycle, failure.cycle[0]]}
    elif failure.outcome in _ENDLESS:
        facts["case"] = failure.outcome
    # Who waits for the end of another task is not what it hangs on.
    stuck = [wait for wait in failure.waits if not wait.tasks]
    facts["stuck"] = [f"{wait.task} ({wait.call})" if wait.call else wait.task for wait in stuck]
    file, line = failure.file, failure.line
    if line is None and stuck:
        file, line = stuck[0].file, stuck[0].line
    return Diagnostic("CL212", facts, file, line)


def _in_other_order(failure: Failure, facts: Facts) -> Diagnostic:
    if failure.came_in is not None and failure.waiting is not None:
        came_in = failure.came_in
        # What is no code has words in the drawing only.
        facts["came_in"] = came_in.task if came_in.noun else str(came_in)
        facts["waiting"] = failure.waiting.task
    return Diagnostic("CL211", facts, failure.file, failure.line)


def _is_cut(failure: Failure) -> bool:
    return any(one.kind == "cut" for one in failure.deviations)


_CODES: tuple[
    tuple[Callable[[Failure], bool], Callable[[Failure, Facts], Diagnostic]],
    ...,
] = (
    (lambda failure: bool(failure.token.cancel), _cancelled),
    (lambda failure: failure.token.garbage or failure.outcome == "lost", _collected),
    (_is_cut, _in_pieces),
    (lambda failure: failure.outcome != "failed", _without_end),
    (lambda _: True, _in_other_order),
)
