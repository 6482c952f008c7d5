"""A diagnostic with plausible facts for every code, every case and every plural."""

from __future__ import annotations

from dataclasses import replace

from pytest_coro_lessons.diagnostics import Diagnostic, told
from pytest_coro_lessons.diagnostics.catalogue import catalogue

_FILE = "exercise.py"


def _at(line: int | None, code: str, **facts: object) -> Diagnostic:
    return Diagnostic(code, facts, _FILE, line)  # type: ignore[arg-type]


_TIME = {"actual": 6.0, "expected": 3.0, "difference": 3.0}
_TASKS = {"count": 3, "names": ["say('Ana')", "say('Eva')", "say('Luis')"], "at": 0.0}
_FEW = {"operation": "work", "actual": 2, "expected": 3, "calls": 3}
_LEFT = {"count": 2, "names": ["fetch('b')", "fetch('c')"], "at": 1.0}
_GROUP = "ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('b')])"

ALL: dict[str, Diagnostic] = {
    "CL101": _at(None, "CL101", **_TIME, case="longer"),
    "CL101.shorter": _at(None, "CL101", actual=1.0, expected=3.0, difference=2.0, case="shorter"),
    "CL101.partly": _at(None, "CL101", **_TIME, case="partly", operation="work", calls=6, most=2),
    "CL102": _at(None, "CL102", actual=6.0, at_most=3.5, difference=2.5),
    "CL103": _at(None, "CL103", actual=1.0, at_least=2.0, difference=1.0),
    "CL201": _at(
        5, "CL201", count=3, operation="work", actual=3.0, sum=3.0, expected=1.0, waits_in=5
    ),
    "CL202": _at(None, "CL202", **_FEW, case="some"),
    "CL202.none": _at(None, "CL202", **_FEW | {"actual": 0, "calls": 0}, case="none"),
    "CL202.one": _at(None, "CL202", **_FEW | {"actual": 1}, case="one"),
    "CL202.few": _at(None, "CL202", **_FEW | {"calls": 2}, case="few"),
    "CL203": _at(None, "CL203", operation="work", actual=6, at_most=3, at=0.5),
    "CL204": _at(None, "CL204", actual=["'Ana'", "'Eva'"], expected=["'Eva'", "'Ana'"], place=1),
    "CL204.empty": _at(
        None, "CL204", actual=[], expected=["'Eva'", "'Ana'"], place=1, case="empty"
    ),
    "CL205": _at(
        7, "CL205", operation="say", earlier="say('Ana')", later="say('Eva')", at=0.0, most=3
    ),
    "CL301": _at(None, "CL301", at=0.5, ended=2.0),
    "CL301.error": _at(None, "CL301", at=0.5, ended=0.5, error="ValueError('b')", case="error"),
    "CL302": _at(None, "CL302", at=0.5, ended=1.5, allowed=0.0),
    "CL303": _at(None, "CL303", at=0.5, ended=0.0),
    "CL401": _at(6, "CL401", name="say", call="say('Ana')", count=3),
    "CL402": _at(9, "CL402", **_TASKS),
    "CL402.block": _at(9, "CL402", **_TASKS, case="block"),
    "CL403": _at(9, "CL403", **_LEFT),
    "CL403.block": _at(9, "CL403", **_LEFT, case="block"),
    "CL404": _at(9, "CL404", error="ValueError('b')", name="fetch", count=2),
    "CL405": _at(9, "CL405", name="rows", count=2),
    "CL406": _at(9, "CL406"),
    "CL407": _at(None, "CL407", names=["job", "job"], count=2),
    "CL408": _at(9, "CL408", error="ValueError('b')", name="", count=2),
    "CL501": _at(9, "CL501", seconds=3.0, at=0.0, count=3),
    "CL502": _at(9, "CL502", count=2, task="Task-1", waits_for="Queue.join", since=1.0, waits=[]),
    "CL502.cycle": _at(
        9,
        "CL502",
        count=2,
        task="Task-2",
        waits_for="Lock.acquire",
        since=1.0,
        waits=[],
        case="cycle",
        cycle=["Task-2", "Task-3", "Task-2"],
    ),
    "CL503": _at(9, "CL503", tasks=["Task-1", "Task-2"], steps=100_000, at=1.5),
    "CL504": _at(None, "CL504", seconds=3.2e9, steps=10_000_000),
    "CL505": _at(9, "CL505", seconds=5.0),
    "CL601": _at(None, "CL601", actual="{1: 'a'}", expected="{1: 'b'}", of="f(1)"),
    "CL601.awaitable": _at(
        None,
        "CL601",
        actual="[<coroutine object work>]",
        expected="['a done']",
        of=None,
        case="awaitable",
    ),
    "CL601.none": _at(None, "CL601", actual="None", expected="['a done']", of=None, case="none"),
    "CL601.other_order": _at(
        None, "CL601", actual="['b', 'a']", expected="['a', 'b']", of=None, case="other_order"
    ),
    "CL601.set": _at(
        None,
        "CL601",
        actual="{'future', 'task'}",
        expected="{'awaitable', 'task'}",
        of="classify(task)",
        case="set",
        extra=["'future'"],
        missing=["'awaitable'"],
    ),
    "CL601.item": _at(
        None,
        "CL601",
        actual="['a', 'x']",
        expected="['a', 'b']",
        of=None,
        case="item",
        place=2,
        seen="'x'",
        wanted="'b'",
    ),
    "CL601.length": _at(
        None, "CL601", actual="['a']", expected="['a', 'b']", case="length", seen=1, wanted=2
    ),
    "CL601.type": _at(
        None, "CL601", actual="('a',)", expected="['a']", case="type", seen="tuple", wanted="list"
    ),
    "CL602": _at(9, "CL602", error="KeyError", message="'b'"),
    "CL602.operation": _at(9, "CL602", error="ConnectionError", message="b", case="operation"),
    "CL603": _at(None, "CL603", actual="KeyError('b')", expected="ValueError"),
    "CL603.text": _at(None, "CL603", actual="no", expected="too short", case="text"),
    "CL603.group": _at(
        None, "CL603", actual=_GROUP, expected="ValueError", inner="ValueError", case="group"
    ),
    "CL604": _at(None, "CL604", expected="ValueError"),
    "CL605": _at(None, "CL605", count=2, lines=[7, 10]),
    "CL606": _at(None, "CL606", count=1, lines=[6]),
    "CL607": _at(None, "CL607", count=2, found=2, total=4),
    "CL608": _at(None, "CL608", message="assert 1 == 2"),
    "CL609": _at(9, "CL609", message="Result is not set."),
    "CL609.twice": _at(9, "CL609", message="invalid state", case="twice"),
    "CL610": _at(9, "CL610", count=2, errors=["ValueError('a')", "ValueError('b')"]),
    "CL901": _at(None, "CL901", name="greet_all", defined=["great_all", "main"]),
    "CL902": _at(5, "CL902", message="expected ':'"),
    "CL902.yield_from": _at(
        5, "CL902", message="'yield from' inside async function", case="yield_from"
    ),
    "CL902.await_outside": _at(
        5, "CL902", message="'await' outside async function", case="await_outside"
    ),
    "CL903": _at(3, "CL903", error="NameError: name 'work' is not defined"),
    "CL904": _at(None, "CL904", module="asyncio"),
    "CL905": _at(
        9, "CL905", type="list", message="object list can't be used in 'await' expression"
    ),
    "CL905.answer": _at(
        None,
        "CL905",
        type="NoneType",
        message="object NoneType can't be used in 'await' expression",
        case="answer",
    ),
    "CL906": _at(None, "CL906", names=["yield from", "get_event_loop"], left=2, total=5),
    "CL907": _at(
        9,
        "CL907",
        what="Task.all_tasks",
        message="type object '_asyncio.Task' has no attribute 'all_tasks'",
    ),
    "CL907.wait": _at(
        9,
        "CL907",
        message="Passing coroutines is forbidden, use tasks explicitly.",
        case="wait",
    ),
    "CL907.coroutine": _at(
        9,
        "CL907",
        what="asyncio.coroutine",
        message="module 'asyncio' has no attribute 'coroutine'",
        case="coroutine",
    ),
    "CL907.loop": _at(
        9,
        "CL907",
        message="sleep() got an unexpected keyword argument 'loop'",
        case="loop",
    ),
    "CL908": _at(9, "CL908", message="asyncio.run() cannot be called from a running event loop"),
    "CL908.import": _at(20, "CL908", case="import"),
    "CL909": _at(9, "CL909", name="greet_all"),
    "CL910": _at(None, "CL910", name="LINES", actual="'7, 9'", expected="set[int]"),
    "CL911": _at(
        9,
        "CL911",
        message="Non-thread-safe operation invoked on an event loop other than the current one",
    ),
    "CL912": _at(9, "CL912", message="'coroutine' object is not iterable"),
    "CL912.task": _at(9, "CL912", message="'Task' object is not iterable", case="task"),
    "CL913": _at(9, "CL913", message="cannot reuse already awaited coroutine"),
    "CL914": _at(9, "CL914", message="a real socket; use asyncio.open_connection"),
    "CL915": _at(9, "CL915", message="no running event loop"),
    "CL916": _at(9, "CL916", message="<Queue> is bound to a different event loop"),
    "CL917": _at(9, "CL917", message="'async_generator' object is not iterable"),
    "CL918": _at(
        9,
        "CL918",
        message="'Lock' object does not support the context manager protocol",
    ),
    "CL919": _at(9, "CL919", name="work", message="work() missing a required argument: 'seconds'"),
    "CL919.answer": _at(
        None,
        "CL919",
        name="greet_all",
        message="greet_all() takes 1 positional argument but 2 were given",
        case="answer",
    ),
}


def tell(name: str, language: str) -> str:
    """Tell a sample in full, and its first part once more about one only where that differs."""
    diagnostic = ALL[name]
    text = told(diagnostic, language)
    code, _, case = name.partition(".")
    entry = catalogue(language)[code]
    if isinstance(entry.get("case", {}).get(case, entry).get("happened", ""), str):
        return text
    lists = {fact: value[:1] for fact, value in diagnostic.facts.items() if isinstance(value, list)}
    single = replace(diagnostic, facts={**diagnostic.facts, **lists, "count": 1})
    return f"{text}\n\n(1) {told(single, language).splitlines()[0]}"
