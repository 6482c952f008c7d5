"""From evidence and a failure to the diagnoses a learner reads, the leading one first.

Rule: causes before consequences. A coroutine that nobody awaited explains a wrong result, and that
explains a wrong time. But an exception that the learner's own code ran into comes before the tasks
and coroutines that it left behind on its way out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic, Facts, tidy
from ..errors import LoopBusyError, LoopLimitError, LoopStalledError
from ..evidence import (
    about_blockings,
    about_busy,
    about_crossings,
    about_destroyed,
    about_left_running,
    about_never_awaited,
    about_own_threads,
    about_unclosed,
    about_unretrieved,
    place_in_traceback,
    task_labels,
)
from ..operations import raised_by_operation
from .python_errors import explain, leaves, starts_a_loop
from .sequence import explain_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..errors import Wait
    from ..evidence import Evidence, Unretrieved

_MOST = 3

# Codes of one line are equally grave; what is not listed comes last.
_PRECEDENCE = (
    ("CL901", "CL902", "CL903", "CL904", "CL909"),
    ("CL406", "CL410"),
    ("CL401",),
    ("crash", "CL908"),
    ("CL501", "CL505", "CL911"),
    ("CL502", "CL503", "CL504"),
    ("CL4",),
    ("CL9",),
    ("CL6", "CL3", "CL204", "CL208", "CL210"),
    ("CL1", "CL2", "CL506"),
    ("CL211", "CL212", "CL213", "CL214", "CL215"),
)

# Given in the middle of the answer's code, where what was under way could not go on.
_REFUSED = ("CL406", "CL410")
_STOPPED = (LoopStalledError, LoopBusyError, LoopLimitError)

_SYNTAX = {
    "'yield from' inside async function": "yield_from",
    "'await' outside function": "await_outside",
    "'await' outside async function": "await_outside",
}

_OLD_ASYNC = "asyncio.async"


def diagnose(
    evidence: Evidence, failure: BaseException | None, learner_file: str
) -> list[Diagnostic]:
    """Return at most three diagnostics, the leading one first; none for a clean run.

    Args:
        failure: How the test ended: the exception that came out of it, if any.
        learner_file: The learner's file, as in ``co_filename``.
    """
    failure = _ours_inside(failure)
    of_failure = [] if failure is None else [_of_failure(failure, evidence, learner_file)]
    crash = of_failure[0] if failure is not None and _is_crash(failure, of_failure[0]) else None
    causes = _without_consequences(evidence, failure, of_failure, crash)
    # No mistake by itself; but no clock of ours knows when it does what.
    apart = about_own_threads(evidence.own_threads) if of_failure else []
    return _leading([*of_failure, *_of_evidence(causes, learner_file), *apart], crash)


def merged(evidence: Evidence, more: Evidence) -> Evidence:
    """Return evidence with what was found later."""
    return replace(
        evidence,
        never_awaited=[*evidence.never_awaited, *more.never_awaited],
        left_running=[*evidence.left_running, *more.left_running],
        unretrieved=[*evidence.unretrieved, *more.unretrieved],
        unclosed_generators=[*evidence.unclosed_generators, *more.unclosed_generators],
    )


def strict_findings(evidence: Evidence) -> list[Diagnostic]:
    """Return what a test outside of the course left behind, at most three, the gravest first.

    That is tasks, coroutines never awaited, exceptions never retrieved, calls that blocked the
    loop, asynchronous generators left open.
    """
    return _leading(_of_evidence(evidence, case="test"))


def _leading(found: list[Diagnostic], crash: Diagnostic | None = None) -> list[Diagnostic]:
    """Put causes before consequences, and keep the first of each code."""
    found.sort(key=lambda one: _rank("crash" if one is crash else _rank_as(one)))
    first_of_each: dict[str, Diagnostic] = {}
    for one in found:
        first_of_each.setdefault(one.code, one)
    return list(first_of_each.values())[:_MOST]


def _rank_as(found: Diagnostic) -> str:
    """Return the code that a finding ranks with.

    `call_later(1, f(x))` calls `f` on the spot, as `f(x)` alone makes a coroutine: what else is
    wrong follows from it.
    """
    return "CL401" if found.facts.get("case") == "not_callable" else found.code


def _rank(code: str) -> int:
    ranks = [
        (len(prefix), rank)
        for rank, prefixes in enumerate(_PRECEDENCE)
        for prefix in prefixes
        if code.startswith(prefix)
    ]
    # The longest prefix is the most exact one: CL204 before CL2.
    return max(ranks)[1] if ranks else len(_PRECEDENCE)


def _ours_inside(failure: BaseException | None) -> BaseException | None:
    """Take a verdict, or a loop's error, out of the exception groups around it."""
    if isinstance(failure, BaseExceptionGroup):
        ours = (CheckFailed, *_STOPPED)
        inside = [_ours_inside(inner) for inner in failure.exceptions]
        return next((inner for inner in inside if isinstance(inner, ours)), failure)
    return failure


def _is_crash(failure: BaseException, found: Diagnostic) -> bool:
    """Tell whether the learner's code ran into an exception of its own making.

    An operation's failure is part of the exercise, and so is what has not been written yet. Asking
    a task for its result too early is a consequence of not waiting for it.
    """
    if isinstance(failure, (AssertionError, *_STOPPED)) or not isinstance(failure, Exception):
        return False
    if found.code in ("CL609", "CL909"):
        return False
    return not all(map(raised_by_operation, leaves(failure)))


def _without_consequences(
    evidence: Evidence,
    failure: BaseException | None,
    of_failure: Sequence[Diagnostic],
    crash: Diagnostic | None,
) -> Evidence:
    """Leave out what is there only because something came first."""
    refused = {(one.file, one.line) for one in evidence.callback_errors if one.line is not None}
    # Made for a call that failed in the same line, so that nothing could await it.
    made = [one for one in evidence.never_awaited if (one.file, one.line) not in refused]
    evidence = replace(evidence, never_awaited=made)
    if isinstance(failure, _STOPPED):
        return replace(evidence, left_running=[])
    if of_failure and of_failure[0].code in _REFUSED:
        return replace(evidence, left_running=[], never_awaited=[])
    if crash is not None and crash.code != "CL912":
        # What was still held might have been awaited, had the exception not come first.
        dropped = [one for one in evidence.never_awaited if one.dropped]
        return replace(evidence, never_awaited=dropped)
    return evidence


def _of_evidence(
    evidence: Evidence, learner_file: str | None = None, *, case: str | None = None
) -> list[Diagnostic]:
    return [
        *about_never_awaited(evidence.never_awaited),
        *about_blockings(evidence.blockings),
        *about_crossings(evidence.crossings),
        *about_left_running(evidence.left_running, case=case),
        *about_destroyed(evidence.destroyed_tasks),
        *about_unretrieved(evidence.unretrieved),
        *_about_callbacks(evidence.callback_errors),
        *about_unclosed(evidence.unclosed_generators, learner_file),
    ]


def _about_callbacks(found: Sequence[Unretrieved]) -> list[Diagnostic]:
    told = about_unretrieved(found, "CL408")
    if found and starts_a_loop(found[0].error):
        facts: Facts = {"message": found[0].error, "case": "callback"}
        return [replace(one, code="CL908", facts=facts) for one in told]
    return told


def _of_failure(failure: BaseException, evidence: Evidence, learner_file: str) -> Diagnostic:
    match failure:
        case CheckFailed():
            return _of_verdict(failure, evidence, learner_file)
        case LoopStalledError():
            return _stalled(failure, learner_file)
        case LoopBusyError():
            return about_busy(failure)
        case LoopLimitError(seconds=seconds, steps=steps):
            return Diagnostic("CL504", {"seconds": seconds, "steps": steps})
        case AssertionError():
            return _assertion(failure)
    # pytest.fail() raises this one, and pytest is not known here.
    if type(failure).__name__ == "Failed":
        return _assertion(failure)
    return explain(failure, learner_file)


def _of_verdict(verdict: CheckFailed, evidence: Evidence, learner_file: str) -> Diagnostic:
    found = verdict.diagnostic
    cause = verdict.__cause__
    if found.code == "CL902" and "case" not in found.facts:
        old_async = isinstance(cause, SyntaxError) and _OLD_ASYNC in (cause.text or "")
        case = "old_async" if old_async else _SYNTAX.get(str(found.facts.get("message")))
        return replace(found, facts={**found.facts, "case": case})
    if found.code == "CL903" and cause is not None:
        explained = explain(cause, learner_file)
        return found if explained.code in ("CL602", "CL909") else explained
    if found.code == "CL405":
        # The check knows where it was iterated only, and that may be the test.
        told = about_unclosed(evidence.unclosed_generators, learner_file)
        return told[0] if told and told[0].facts.get("case") else found
    found = explain_time(verdict, evidence)
    # Some checks fail in the middle of the learner's code, below libraries that it called.
    _, line = place_in_traceback(verdict.__traceback__, {learner_file})
    if line is None or (found.file == learner_file and found.line is not None):
        return found
    return replace(found, file=learner_file, line=line)


def _assertion(failure: BaseException) -> Diagnostic:
    lines = str(failure).splitlines() or [type(failure).__name__]
    return Diagnostic("CL608", {"message": tidy(lines[0])})


def _stalled(error: LoopStalledError, learner_file: str) -> Diagnostic:
    names = [wait.task for wait in error.waits]
    told = task_labels(names, [wait.runs for wait in error.waits])
    labels = dict(zip(names, told, strict=True))
    waits = [_facts_of(wait, labels) | {"line": wait.line} for wait in error.waits]
    facts: Facts = {"count": len(waits), "waits": waits}
    if not error.waits:
        return Diagnostic("CL502", facts | {"case": "nobody"})
    first = min(error.waits, key=lambda wait: _how_far(wait, error, learner_file))
    facts |= _facts_of(first, labels)
    if len(error.cycle) == 1:
        facts["case"] = "itself"
    elif error.cycle:
        names = [labels.get(name, name) for name in error.cycle]
        facts |= {"case": "cycle", "cycle": [*names, names[0]]}
    elif first.tasks:
        facts["case"] = "tasks"
    elif first.unfinished:
        facts |= {"case": "join", "missing": first.unfinished}
    elif not first.call:
        facts["case"] = "future"
    return Diagnostic("CL502", facts, first.file, first.line)


def _how_far(wait: Wait, error: LoopStalledError, learner_file: str) -> tuple[bool, ...]:
    """Rank waits by how far they are from what would have to happen.

    Who waits for the end of a task waits for what that task waits for. In a circle everybody does.
    """
    in_circle = wait.task in error.cycle
    return bool(error.cycle) and not in_circle, wait.file != learner_file, bool(wait.tasks)


def _facts_of(wait: Wait, labels: Mapping[str, str]) -> Facts:
    facts: Facts = {"task": labels[wait.task], "call": wait.call, "since": wait.since}
    facts["tasks"] = [labels.get(name, name) for name in wait.tasks]
    return facts | {"held_by": [labels.get(name, name) for name in wait.held_by]}
