"""Exceptions of Python itself that learners of asyncio meet, told apart by their own words.

Rule: Python's message is kept as a fact, so that it can be read and looked up.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from traceback import walk_tb
from typing import TYPE_CHECKING, NamedTuple

from ..diagnostics import Diagnostic, Facts, shorten, tidy
from ..errors import UnsupportedError
from ..evidence import place_in_traceback
from ..operations import raised_by_operation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType


class _Known(NamedTuple):
    error: str
    """Name of the exception's type."""
    words: str
    """Pattern of its message; named groups become facts."""
    code: str
    case: str | None = None
    removed_from: str | None = None
    """Where ``what`` once was."""
    inside: str | None = None
    """Name of the function that raises it."""


_REMOVED = "async|JoinableQueue|get_child_watcher|set_child_watcher"
_TASKS = r"(?:_asyncio\.)?(?:Numbered)?(?:Task|Future)\b|_GatheringFuture"

# An operation stands for a function.
_FUNCTIONS = ("Operation", "Callback", "builtin_function_or_method", "function", "method", "type")

# Where they are called in a thread: on a loop in virtual time, and on any other.
_THREADS = (("workers", "calls.py"), ("futures", "thread.py"))

# The first one that fits counts.
_KNOWN = (
    _Known("TypeError", "Passing coroutines is forbidden", "CL907", "wait"),
    _Known("TypeError", "unexpected keyword argument 'loop'", "CL907", "loop"),
    _Known(
        "AttributeError", "asyncio.* no .* '(?P<what>coroutine)'", "CL907", "coroutine", "asyncio"
    ),
    _Known("ImportError", "name '(?P<what>coroutine)' .*asyncio", "CL907", "coroutine", "asyncio"),
    _Known("AttributeError", f"'asyncio.* no .* '(?P<what>{_REMOVED})'", "CL907", None, "asyncio"),
    _Known("ImportError", f"name '(?P<what>{_REMOVED})' .*asyncio", "CL907", None, "asyncio"),
    _Known("AttributeError", "Task.* '(?P<what>all_tasks|current_task)'", "CL907", None, "Task"),
    _Known("RuntimeError", "cannot be called from a running event loop", "CL908"),
    _Known("RuntimeError", "This event loop is already running", "CL908"),
    _Known("RuntimeError", "Cannot run the event loop while another loop is running", "CL908"),
    _Known("RuntimeError", "cannot reuse already awaited coroutine", "CL913"),
    _Known("RuntimeError", "coroutine is being awaited already", "CL913"),
    _Known("RuntimeError", "no running event loop|There is no current event loop", "CL915"),
    _Known("RuntimeError", "attached to a different loop|bound to a different event loop", "CL916"),
    _Known("ValueError", "belongs to a different loop", "CL916"),
    _Known("RuntimeError", "Non-thread-safe operation", "CL911"),
    _Known(
        "TypeError",
        "'(async_generator|generator|coroutine)' .*manager protocol",
        "CL918",
        "neither",
    ),
    _Known("TypeError", "non-None value to a just-started", "CL602", "just_started"),
    _Known("TypeError", "from __aiter__ .* __anext__: coroutine", "CL917", "aiter"),
    _Known("TypeError", "async_generator|'async for'|__a?next__|__a?iter__", "CL917"),
    _Known("RuntimeError", "(coroutine|generator) raised Stop", "CL917", "stop"),
    _Known("TypeError", "context manager protocol", "CL918"),
    _Known("TypeError", r"object (?P<type>\S+) can't be used in 'await' expression", "CL905"),
    _Known("TypeError", r"'(?P<type>\S+)' object can't be awaited", "CL905"),
    _Known("TypeError", "An asyncio.Future, a coroutine or an awaitable is required", "CL905"),
    _Known("TypeError", r"(?P<name>[\w.]+)\(\) (takes|missing|got|too many)\b", "CL919"),
    _Known(
        "TypeError",
        "unhashable type: '(?P<type>list|set|dict)'",
        "CL905",
        "gather",
        inside="gather",
    ),
    _Known("TypeError", "a coroutine was expected, got <(function|operation)", "CL905", "function"),
    _Known("TypeError", "a coroutine was expected, got", "CL905"),
    _Known("ValueError", "a coroutine was expected, got", "CL905"),
    _Known("TypeError", r"\bcoroutine\b", "CL912"),
    _Known("AttributeError", r"'coroutine' object", "CL912"),
    _Known("TypeError", rf"(not|type|and|for|,|^) ?'?({_TASKS})", "CL912", "task"),
    _Known("AttributeError", rf"'({_TASKS})' object", "CL912", "task"),
    _Known("RuntimeError", "await wasn't used with future", "CL912", "task"),
    _Known(
        "TypeError",
        r"'[<>]=?' not supported between instances of '(?P<type>[^']+)' and '(?P<other>[^']+)'",
        "CL602",
        "compare",
    ),
    _Known("TimeoutError", "", "CL602", "timeout", inside="__aexit__"),
    _Known("QueueFull", "", "CL602", "queue_full"),
    _Known("QueueEmpty", "", "CL602", "queue_empty"),
    _Known("RuntimeError", "changed size during iteration", "CL602", "changed_size"),
    _Known("RuntimeError", "on un-acquired lock", "CL602", "condition"),
    _Known("RuntimeError", "Lock is not acquired", "CL602", "given_back"),
    _Known("ValueError", "released too many times", "CL602", "given_back"),
    _Known("ValueError", "task_done.. called too many times", "CL602", "task_done"),
    _Known("ValueError", "was created in a different Context", "CL602", "context"),
    _Known("InvalidStateError", "is not set", "CL609"),
    _Known("InvalidStateError", "", "CL609", "twice"),
)


def explain(error: BaseException, learner_file: str) -> Diagnostic:
    """Explain an exception that came out of a learner's code."""
    if isinstance(error, BaseExceptionGroup):
        return _group(error, learner_file)
    if isinstance(error, UnsupportedError):
        # The rest of the text is for those who write programs, and in English.
        what = str(error).partition(": ")[0]
        return _at(error, learner_file, "CL914", {"what": tidy(what)})
    if isinstance(error, NotImplementedError):
        unwritten = _unwritten(error, learner_file)
        if unwritten is not None:
            return unwritten
    return _recognised(error, learner_file) or _any_other(error, learner_file)


def _recognised(error: BaseException, learner_file: str) -> Diagnostic | None:
    names = {kind.__name__ for kind in type(error).__mro__}
    for known in _KNOWN:
        match = re.search(known.words, str(error)) if known.error in names else None
        if match is None or known.inside not in (None, _function(error)):
            continue
        if known.case == "timeout" and not _ended_a_timeout(error):
            continue
        facts: Facts = {"message": tidy(str(error)), **match.groupdict()}
        if known.code == "CL602":
            facts["error"] = type(error).__name__
        if known.removed_from:
            facts["what"] = f"{known.removed_from}.{facts['what']}"
        facts |= _case(known, facts, error)
        found = _at(error, learner_file, known.code, facts)
        return _seen_from_the_test(found)
    return None


def _case(known: _Known, facts: Facts, error: BaseException) -> Facts:
    if known.case:
        return {"case": known.case}
    if facts.get("type") in _FUNCTIONS:
        return {"case": "function"}
    is_in_thread = known.code == "CL915" and _came_from_a_thread(error)
    return {"case": "thread"} if is_in_thread else {}


def starts_a_loop(error: str) -> bool:
    """Tell by its ``repr`` whether an exception refuses an event loop inside of another one."""
    return any(
        known.code == "CL908" and re.search(known.words, error) and error.startswith(known.error)
        for known in _KNOWN
    )


def _seen_from_the_test(found: Diagnostic) -> Diagnostic:
    """With no line of the learner's on the way, it was the test that used what they wrote."""
    if found.line is None and found.code in ("CL905", "CL919"):
        return Diagnostic(found.code, {**found.facts, "case": "answer"}, found.file)
    return found


def _group(group: BaseExceptionGroup[BaseException], learner_file: str) -> Diagnostic:
    inside = list(leaves(group))
    first = explain(inside[0], learner_file)
    if first.code != "CL602":
        return first
    facts: Facts = {"count": len(inside), "errors": [shorten(leaf) for leaf in inside]}
    if str(first.facts.get("case")).startswith("queue_"):
        facts["case"] = first.facts["case"]
        return replace(first, code="CL610", facts=facts)
    return _at(group, learner_file, "CL610", facts)


def leaves(error: BaseException) -> Iterator[BaseException]:
    """Yield the exceptions inside of a group, at any depth; of any other exception itself."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from leaves(inner)
    else:
        yield error


def _unwritten(error: NotImplementedError, learner_file: str) -> Diagnostic | None:
    """Recognise a stub: the learner's own code raises ``NotImplementedError``."""
    code = _innermost(error)
    if code is None or code.co_filename != learner_file:
        return None
    return _at(error, learner_file, "CL909", {"name": code.co_qualname})


def _function(error: BaseException) -> str | None:
    code = _innermost(error)
    return code and code.co_name


def _came_from_a_thread(error: BaseException) -> bool:
    """Tell whether a function raised it that was handed over to a thread, as by ``to_thread``."""
    codes = (frame.f_code for frame, _ in walk_tb(error.__traceback__))
    return any(PurePath(code.co_filename).parts[-2:] in _THREADS for code in codes)


def _ended_a_timeout(error: BaseException) -> bool:
    """Tell whether it comes from a block with ``asyncio.timeout``; ``wait_for`` has one inside."""
    codes = [frame.f_code for frame, _ in walk_tb(error.__traceback__)]
    by_asyncio = codes[-1].co_filename.endswith("timeouts.py")
    return by_asyncio and all(code.co_name != "wait_for" for code in codes)


def _raised_by_the_test(error: BaseException) -> bool:
    code = _innermost(error)
    return code is not None and PurePath(code.co_filename).name.startswith("test_")


def _innermost(error: BaseException) -> CodeType | None:
    """Return the code that raised an exception."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return frames[-1].f_code if frames else None


def _any_other(error: BaseException, learner_file: str) -> Diagnostic:
    facts: Facts = {"error": type(error).__name__, "message": tidy(str(error))}
    if raised_by_operation(error):
        facts["case"] = "operation"
    elif type(error).__name__ == "CancelledError":
        facts["case"] = "cancelled"
    found = _at(error, learner_file, "CL602", facts)
    if "case" not in facts and _raised_by_the_test(error):
        facts["case"] = "in_the_test" if found.line is None else "by_the_test"
    return found


def _at(error: BaseException, learner_file: str, code: str, facts: Facts) -> Diagnostic:
    _, line = place_in_traceback(error.__traceback__, {learner_file})
    if line is None and error.__cause__ is not None:
        # Python raised it in the place of another one, which came through the learner's code.
        _, line = place_in_traceback(error.__cause__.__traceback__, {learner_file})
    return Diagnostic(code, facts, learner_file, line)
