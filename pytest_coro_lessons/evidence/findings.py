"""From records of evidence to diagnostics."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..errors import LoopBusyError
    from ..loop import Blocking
    from .model import Crossing, LeftRunning, NeverAwaited, OwnThread, Unclosed, Unretrieved

_MOST_PROVING = 6
_UNNAMED = re.compile(r"Task-\d+")
# asyncio's own coroutine, which no program calls by name.
_IN_AS_COMPLETED = "_wait_for_one"
_NAME_ERRORS = ("NameError(", "UnboundLocalError(")


def about_never_awaited(found: Sequence[NeverAwaited]) -> list[Diagnostic]:
    """Tell of the first coroutine and of how many more of its function there were."""
    if not found:
        return []
    first = found[0]
    count = sum((one.name, one.file) == (first.name, first.file) for one in found)
    facts: Facts = {"name": first.name, "call": first.call, "count": count}
    if first.name.rpartition(".")[2] == _IN_AS_COMPLETED:
        facts["case"] = "as_completed"
    return [Diagnostic("CL401", facts, first.file, first.line)]


def task_labels(names: Sequence[str], runs: Sequence[str]) -> list[str]:
    """Tell tasks that nobody has named by what they run as well: ``Task-2 (worker)``."""
    labels = [
        f"{name} ({function})" if function and _UNNAMED.fullmatch(name) else name
        for name, function in zip(names, runs, strict=False)
    ]
    return [*labels, *names[len(labels) :]]


def about_busy(error: LoopBusyError) -> Diagnostic:
    tasks = task_labels(error.tasks, error.runs)
    facts: Facts = {"tasks": tasks, "steps": error.steps, "at": error.at}
    if not tasks:
        facts["case"] = "callbacks" if error.callbacks else "long"
    return Diagnostic("CL503", facts)


def about_left_running(
    found: Sequence[LeftRunning], *, case: str | None = None
) -> list[Diagnostic]:
    """Tell of the tasks nobody waited for, and of those that were cancelled but not awaited.

    What was found only when the whole run had ended is told where nothing was found before.
    """
    found = [one for one in found if not one.at_end] or found
    if found and found[0].at_end:
        case = "test"
    running = [one for one in found if not one.cancelling]
    cancelling = [one for one in found if one.cancelling]
    told = []
    for code, group in (("CL402", running), ("CL403", cancelling)):
        if group:
            names = [one.coroutine for one in group]
            facts: Facts = {"count": len(group), "names": names, "at": group[0].at}
            if case:
                facts["case"] = case
            told.append(Diagnostic(code, facts, group[0].file, group[0].line))
    return told


def about_blockings(found: Sequence[Blocking]) -> list[Diagnostic]:
    if not found:
        return []
    first = found[0]
    facts: Facts = {
        "seconds": sum(one.seconds for one in found),
        "count": len(found),
        "at": first.at,
        "spans": [
            {
                "name": f"{PurePath(one.file).name}:{one.line}",
                "start": one.at,
                "end": one.at + one.seconds,
            }
            for one in found[:_MOST_PROVING]
        ],
    }
    calls = {one.what for one in found}
    if calls != {"time.sleep"}:
        known = len(calls) == 1 and first.what
        facts |= {"case": "call", "what": first.what} if known else {"case": "calls"}
    return [Diagnostic("CL501", facts, first.file, first.line)]


def about_crossings(found: Sequence[Crossing]) -> list[Diagnostic]:
    if not found:
        return []
    first = found[0]
    facts: Facts = {"method": first.method, "count": len(found)}
    return [Diagnostic("CL911", facts, first.file, first.line)]


def about_own_threads(found: Sequence[OwnThread]) -> list[Diagnostic]:
    if not found:
        return []
    first = found[0]
    facts: Facts = {"case": "own_thread", "what": "threading.Thread", "count": len(found)}
    return [Diagnostic("CL914", facts, first.file, first.line)]


def about_unretrieved(found: Sequence[Unretrieved], code: str = "CL404") -> list[Diagnostic]:
    if not found:
        return []
    first = found[0]
    facts: Facts = {"error": first.error, "name": first.name, "count": len(found)}
    if first.not_callable is not None:
        facts |= {"case": "not_callable", "callback": first.not_callable}
    elif code == "CL404" and not all(one.name for one in found):
        facts["case"] = "both" if any(one.name for one in found) else "future"
    elif code == "CL408" and first.error.startswith(_NAME_ERRORS):
        facts["case"] = "name"
    return [Diagnostic(code, facts, first.file, first.line)]


def about_unclosed(found: Sequence[Unclosed], learner_file: str | None = None) -> list[Diagnostic]:
    """Tell of generators that were left open; a test that leaves one is not the learner's to mend.

    Args:
        learner_file: whose generators are told as what was handed out where others iterated them.
    """
    if not found:
        return []
    first = found[0]
    facts: Facts = {"name": first.name, "count": len(found)}
    if learner_file is not None and _handed_out(first, learner_file):
        facts["case"] = "handed_out"
        return [Diagnostic("CL405", facts, learner_file, first.defined_line)]
    if not first.in_a_loop:
        facts["case"] = "begun"
    return [Diagnostic("CL405", facts, first.file, first.line)]


def _handed_out(one: Unclosed, learner_file: str) -> bool:
    return one.file != learner_file and one.defined_in == learner_file


def about_destroyed(names: Sequence[str]) -> list[Diagnostic]:
    return [Diagnostic("CL407", {"names": list(names), "count": len(names)})] if names else []
