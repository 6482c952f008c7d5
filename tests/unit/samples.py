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
_STARTS = {"operation": "call", "actual": [0.0, 1.0, 3.5], "expected": [0.0, 1.0, 3.0], "place": 3}
_NUMBER = _STARTS | {"actual": [0.0, 1.0], "seen": 2, "wanted": 3}
_WRONG_TIME = {"name": "call('c')", "seen": 3.5, "difference": 0.5}
_NO_CALLS = _STARTS | {"actual": [], "place": 1}
_SPANS = [
    {"name": "work('a')", "start": 0.0, "end": 1.0},
    {"name": "work('b')", "start": 1.0, "end": 2.0},
    {"name": "work('c')", "start": 2.0, "end": 3.0},
]
_BEATS = {"operation": "beat", "every": 1.0, "actual": [0.0, 1.3, 2.6], "gap": 1.3, "place": 2}
_OTHERS = {
    "actual": ["'Eva'", "'Luis'"],
    "expected": ["'Ana'", "'Eva'"],
    "place": 1,
    "extra": ["'Luis'"],
    "missing": ["'Ana'"],
}
_FEW = {"operation": "work", "actual": 2, "expected": 3, "calls": 3}
_LEFT = {"count": 2, "names": ["fetch('b')", "fetch('c')"], "at": 1.0}
_ORDER = {"tried": 4, "index": 4, "token": "0.1", "at": 0.5}
_CAME_IN = {"waiting": "Ana", "came_in": "Luis: read()"}
_POINT = _ORDER | {"number": 3, "waited_for": ["query(1)"]}
_AGAIN = {"second": 5, "again_line": 9}
_GROUP = "ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('b')])"

ALL: dict[str, Diagnostic] = {
    "CL101": _at(None, "CL101", **_TIME, case="longer"),
    "CL101.shorter": _at(None, "CL101", actual=1.0, expected=3.0, difference=2.0, case="shorter"),
    "CL101.partly": _at(None, "CL101", **_TIME, case="partly", operation="work", calls=6, most=2),
    "CL101.apart": _at(None, "CL101", **_TIME, case="apart", operation="ana, luis", idle=2.0),
    "CL102": _at(None, "CL102", actual=6.0, at_most=3.5, difference=2.5),
    "CL103": _at(None, "CL103", actual=1.0, at_least=2.0, difference=1.0),
    "CL104": _at(None, "CL104", **_STARTS),
    "CL104.late": _at(None, "CL104", **_STARTS, **_WRONG_TIME, case="late"),
    "CL104.early": _at(None, "CL104", **_STARTS, **_WRONG_TIME | {"seen": 2.5}, case="early"),
    "CL104.number": _at(None, "CL104", **_NUMBER, case="number"),
    "CL104.not_called": _at(None, "CL104", **_NO_CALLS, case="not_called"),
    "CL105": _at(None, "CL105", **_STARTS),
    "CL105.late": _at(None, "CL105", **_STARTS, **_WRONG_TIME, case="late"),
    "CL105.early": _at(None, "CL105", **_STARTS, **_WRONG_TIME | {"seen": 2.5}, case="early"),
    "CL105.number": _at(None, "CL105", **_NUMBER, case="number"),
    "CL105.not_called": _at(None, "CL105", **_NO_CALLS, case="not_called"),
    "CL105.cancelled": _at(
        None, "CL105", **_STARTS, **_WRONG_TIME | {"seen": 0.5, "wanted": 2.0}, case="cancelled"
    ),
    "CL106": _at(9, "CL106", name="on_result('a')", at=0.0, earliest=1.0, difference=1.0),
    "CL107": _at(None, "CL107", **_BEATS, difference=0.3),
    "CL107.later": _at(None, "CL107", **_BEATS, difference=0.3, case="later"),
    "CL107.earlier": _at(None, "CL107", **_BEATS | {"gap": 0.7}, difference=0.3, case="earlier"),
    "CL107.few": _at(None, "CL107", operation="beat", every=1.0, actual=[], count=0, case="few"),
    "CL108": _at(None, "CL108", operation="call", actual=6, at_most=3, per=1.0, at=0.0, until=0.5),
    "CL109": _at(None, "CL109", actual=3.0, op="<=", expected=1.0, difference=2.0),
    "CL109.times": _at(
        None,
        "CL109",
        actual=[0.0, 1.0, 3.0],
        expected=[0.0, 1.0, 2.0],
        place=3,
        seen=3.0,
        wanted=2.0,
        case="times",
    ),
    "CL109.number": _at(
        None,
        "CL109",
        actual=[0.0, 1.0],
        expected=[0.0, 1.0, 2.0],
        place=3,
        seen=2,
        wanted=3,
        case="number",
    ),
    "CL109.at_once": _at(None, "CL109", actual=1, op="==", expected=3, count=3, case="at_once"),
    "CL201": _at(
        5, "CL201", count=3, operation="work", actual=3.0, sum=3.0, expected=1.0, waits_in=5
    ),
    "CL201.waits": _at(
        9,
        "CL201",
        count=3,
        actual=4.5,
        sum=4.5,
        expected=2.0,
        first="fetch('a', 1)",
        first_line=8,
        second="fetch('b', 2)",
        second_line=9,
        case="waits",
        spans=_SPANS,
    ),
    "CL202": _at(None, "CL202", **_FEW, case="some"),
    "CL202.not_called": _at(None, "CL202", **_FEW | {"actual": 0, "calls": 0}, case="not_called"),
    "CL202.none": _at(None, "CL202", **_FEW | {"actual": 0, "calls": 0}, case="none"),
    "CL202.one": _at(None, "CL202", **_FEW | {"actual": 1}, case="one", spans=_SPANS),
    "CL202.few": _at(None, "CL202", **_FEW | {"calls": 2}, count=2, case="few"),
    "CL203": _at(None, "CL203", operation="work", actual=6, at_most=3, at=0.5),
    "CL204": _at(None, "CL204", actual=["'Ana'", "'Eva'"], expected=["'Eva'", "'Ana'"], place=1),
    "CL204.empty": _at(
        None, "CL204", actual=[], expected=["'Eva'", "'Ana'"], place=1, case="empty"
    ),
    "CL204.ends": _at(
        None,
        "CL204",
        actual=["'Ana'", "'Eva'"],
        expected=["'Eva'", "'Ana'"],
        place=1,
        operation="say",
        case="ends",
    ),
    "CL204.no_end": _at(None, "CL204", expected=["'Ana'"], operation="say", case="no_end"),
    "CL204.not_called": _at(None, "CL204", expected=["'Ana'"], operation="say", case="not_called"),
    "CL204.short": _at(
        None,
        "CL204",
        actual=["'Ana'"],
        expected=["'Ana'", "'Eva'"],
        place=2,
        next_one="'Eva'",
        case="short",
    ),
    "CL204.more": _at(
        None,
        "CL204",
        actual=["'Ana'", "'Eva'"],
        expected=["'Ana'"],
        place=2,
        extra=["'Eva'"],
        case="more",
    ),
    "CL204.others": _at(None, "CL204", **_OTHERS, case="others"),
    "CL204.others_ended": _at(None, "CL204", **_OTHERS, operation="say", case="others_ended"),
    "CL204.unwanted": _at(
        None, "CL204", actual=["'Ana'", "'Eva'"], expected=[], place=1, case="unwanted"
    ),
    "CL204.none": _at(
        None, "CL204", actual=[], expected=["'Eva'"], place=1, next_one="'Eva'", case="none"
    ),
    "CL205": _at(
        7, "CL205", operation="say", earlier="say('Ana')", later="say('Eva')", at=0.0, most=3
    ),
    "CL206": _at(
        None,
        "CL206",
        operation="work",
        slots=3,
        busy=1,
        at=1.0,
        until=2.0,
        waiting="work('d')",
        then=2.0,
    ),
    "CL206.idle": _at(
        None,
        "CL206",
        operation="work",
        slots=1,
        count=1,
        busy=0,
        at=1.0,
        until=2.0,
        waiting="work('b')",
        then=2.0,
        case="idle",
    ),
    "CL206.failed": _at(
        None,
        "CL206",
        operation="work",
        slots=3,
        busy=2,
        at=1.0,
        until=2.0,
        waiting="work('d')",
        then=2.0,
        failed="work('b')",
        case="failed",
    ),
    "CL207": _at(None, "CL207", first="read", second="write"),
    "CL207.not_started": _at(
        None, "CL207", first="read", second="write", operation="write", case="not_started"
    ),
    "CL207.itself": _at(None, "CL207", first="read", second="read", case="itself"),
    "CL208": _at(None, "CL208", operation="fetch", extra=["'a'"], missing=["'c'"]),
    "CL208.not_called": _at(
        None, "CL208", operation="fetch", extra=[], missing=["'a'", "'b'"], case="not_called"
    ),
    "CL209": _at(
        None, "CL209", taken="read", passed_on="write", count=50, actual=50, at_most=3, at=0.4
    ),
    "CL210": _at(9, "CL210", callback="on_done", call="on_done('a')"),
    "CL221": _at(None, "CL221", name="eva writes", place=2, pending=["ana writes", "eva reads"]),
    "CL221.empty": _at(None, "CL221", name="eva writes", place=5, pending=[], case="empty"),
    "CL222": _at(None, "CL222", saw="the balance is 80"),
    "CL211": _at(7, "CL211", **_ORDER, **_CAME_IN, error="the balance is 130"),
    "CL212": _at(9, "CL212", **_ORDER, stuck=["Luis (Condition.wait)"]),
    "CL212.cycle": _at(9, "CL212", **_ORDER, case="cycle"),
    "CL212.busy": _at(None, "CL212", **_ORDER, case="busy"),
    "CL212.limit": _at(None, "CL212", **_ORDER | {"at": 604_800.0}, case="limit"),
    "CL213": _at(5, "CL213", **_POINT, error="the connection is gone"),
    "CL213.twice": _at(5, "CL213", **_POINT, **_AGAIN, error="no lock", case="twice"),
    "CL213.stalled": _at(5, "CL213", **_POINT, case="stalled"),
    "CL213.endless": _at(5, "CL213", **_POINT, case="endless"),
    "CL214": _at(None, "CL214", **_ORDER),
    "CL214.fails": _at(None, "CL214", **_ORDER, error="nobody listens", case="fails"),
    "CL215": _at(9, "CL215", **_ORDER, error="received b'hel'"),
    "CL215.stalled": _at(9, "CL215", **_ORDER, case="stalled"),
    "CL223": _at(None, "CL223", actual=3, at_most=1),
    "CL301": _at(None, "CL301", at=0.5, ended=2.0),
    "CL301.error": _at(None, "CL301", at=0.5, ended=0.5, error="ValueError('b')", case="error"),
    "CL302": _at(None, "CL302", at=0.5, ended=1.5, allowed=0.0),
    "CL303": _at(None, "CL303", at=0.5, ended=0.0),
    "CL304": _at(9, "CL304", name="fetch('b')", ended=2.0),
    "CL304.ok": _at(9, "CL304", name="fetch('b')", ended=2.0, case="ok"),
    "CL304.ended": _at(9, "CL304", name="fetch('b')", ended=2.0, case="ended"),
    "CL304.failed": _at(9, "CL304", name="fetch('b')", ended=2.0, case="failed"),
    "CL304.running": _at(9, "CL304", name="fetch('b')", ended=None, case="running"),
    "CL304.not_started": _at(9, "CL304", name="fetch('b')", ended=None, case="not_started"),
    "CL304.none": _at(None, "CL304", name="fetch", case="none"),
    "CL305": _at(9, "CL305", name="fetch('b')", ended=2.0, expected=1.0),
    "CL401": _at(6, "CL401", name="say", call="say('Ana')", count=3),
    "CL401.as_completed": _at(
        6,
        "CL401",
        name="_AsCompletedIterator._wait_for_one",
        call="_AsCompletedIterator._wait_for_one(True)",
        count=3,
        case="as_completed",
    ),
    "CL402": _at(9, "CL402", **_TASKS),
    "CL402.block": _at(9, "CL402", **_TASKS, case="block"),
    "CL402.test": _at(9, "CL402", **_TASKS, case="test"),
    "CL403": _at(9, "CL403", **_LEFT),
    "CL403.block": _at(9, "CL403", **_LEFT, case="block"),
    "CL403.test": _at(9, "CL403", **_LEFT, case="test"),
    "CL404": _at(9, "CL404", error="ValueError('b')", name="fetch", count=2),
    "CL404.future": _at(9, "CL404", error="ValueError('b')", name="", count=2, case="future"),
    "CL404.both": _at(9, "CL404", error="ValueError('b')", name="", count=2, case="both"),
    "CL405": _at(9, "CL405", name="rows", count=2),
    "CL405.handed_out": _at(9, "CL405", name="rows", count=1, case="handed_out"),
    "CL405.begun": _at(9, "CL405", name="rows", count=2, case="begun"),
    "CL406": _at(9, "CL406"),
    "CL407": _at(None, "CL407", names=["job", "job"], count=2),
    "CL408": _at(9, "CL408", error="ValueError('b')", name="", count=2),
    "CL408.not_callable": _at(
        None,
        "CL408",
        error="TypeError(\"'NoneType' object is not callable\")",
        name="",
        count=2,
        callback="None",
        case="not_callable",
    ),
    "CL408.name": _at(
        9, "CL408", error="NameError(\"name 'left' is not defined\")", count=1, case="name"
    ),
    "CL409": _at(9, "CL409", name="Semaphore", count=2),
    "CL409.surplus": _at(9, "CL409", name="Semaphore", case="surplus"),
    "CL410": _at(9, "CL410", at_most=3, count=3),
    "CL501": _at(9, "CL501", seconds=3.0, at=0.0, count=3),
    "CL501.call": _at(9, "CL501", seconds=3.0, at=0.0, count=3, what="Event.wait", case="call"),
    "CL501.calls": _at(9, "CL501", seconds=3.0, at=0.0, count=3, case="calls"),
    "CL502": _at(9, "CL502", count=2, task="Task-1", call="Queue.join", since=1.0, waits=[]),
    "CL502.tasks": _at(
        9, "CL502", count=2, task="Task-1", tasks=["Task-2"], since=1.0, waits=[], case="tasks"
    ),
    "CL502.future": _at(
        9, "CL502", count=2, task="Task-1", call="", since=1.0, waits=[], case="future"
    ),
    "CL502.nobody": _at(None, "CL502", count=0, waits=[], case="nobody"),
    "CL502.cycle": _at(
        9,
        "CL502",
        count=2,
        task="Task-2",
        call="Lock.acquire",
        held_by=["Task-3"],
        since=1.0,
        waits=[],
        case="cycle",
        cycle=["Task-2", "Task-3", "Task-2"],
    ),
    "CL502.itself": _at(
        9,
        "CL502",
        count=1,
        task="Task-1",
        call="Lock.acquire",
        held_by=["Task-1"],
        since=0.0,
        waits=[],
        case="itself",
    ),
    "CL502.join": _at(
        9,
        "CL502",
        count=2,
        task="Task-1",
        call="Queue.join",
        since=1.0,
        waits=[],
        missing=2,
        case="join",
    ),
    "CL503": _at(9, "CL503", tasks=["Task-1", "Task-2"], steps=100_000, at=1.5),
    "CL503.callbacks": _at(None, "CL503", tasks=[], steps=20_001, at=0.0, case="callbacks"),
    "CL503.long": _at(None, "CL503", tasks=[], steps=100_001, at=0.0, case="long"),
    "CL503.clock": _at(None, "CL503", steps=10_000, at=0.0, case="clock"),
    "CL504": _at(None, "CL504", seconds=3.2e9, steps=10_000_000),
    "CL505": _at(9, "CL505", seconds=5.0),
    "CL506": _at(None, "CL506", steps=90, at_most=40, more=50),
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
    "CL601.at": _at(
        None,
        "CL601",
        actual="{1: 'a'}",
        expected="{1: 'b'}",
        key="1",
        seen="'a'",
        wanted="'b'",
        case="at",
    ),
    "CL601.keys": _at(
        None,
        "CL601",
        actual="{1: 'a'}",
        expected="{2: 'a'}",
        extra=["1"],
        missing=["2"],
        case="keys",
    ),
    "CL602": _at(9, "CL602", error="KeyError", message="'b'"),
    "CL602.operation": _at(9, "CL602", error="ConnectionError", message="b", case="operation"),
    "CL602.cancelled": _at(9, "CL602", error="CancelledError", message="", case="cancelled"),
    "CL602.compare": _at(
        9,
        "CL602",
        error="TypeError",
        message="'<' not supported between instances of 'function' and 'function'",
        type="function",
        other="function",
        case="compare",
    ),
    "CL602.just_started": _at(
        9,
        "CL602",
        error="TypeError",
        message="can't send non-None value to a just-started generator",
        case="just_started",
    ),
    "CL602.timeout": _at(9, "CL602", error="TimeoutError", message="", case="timeout"),
    "CL602.by_the_test": _at(
        9, "CL602", error="RuntimeError", message="nobody holds the lock", case="by_the_test"
    ),
    "CL602.in_the_test": _at(
        None,
        "CL602",
        error="AttributeError",
        message="'NoneType' object has no attribute 'upper'",
        case="in_the_test",
    ),
    "CL602.condition": _at(
        9,
        "CL602",
        error="RuntimeError",
        message="cannot notify on un-acquired lock",
        case="condition",
    ),
    "CL602.given_back": _at(
        9, "CL602", error="RuntimeError", message="Lock is not acquired.", case="given_back"
    ),
    "CL602.task_done": _at(
        9,
        "CL602",
        error="ValueError",
        message="task_done() called too many times",
        case="task_done",
    ),
    "CL602.context": _at(
        9,
        "CL602",
        error="ValueError",
        message="<Token> was created in a different Context",
        case="context",
    ),
    "CL602.changed_size": _at(
        9,
        "CL602",
        error="RuntimeError",
        message="dictionary changed size during iteration",
        case="changed_size",
    ),
    "CL602.queue_full": _at(9, "CL602", error="QueueFull", message="", case="queue_full"),
    "CL602.queue_empty": _at(9, "CL602", error="QueueEmpty", message="", case="queue_empty"),
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
    "CL610.queue_full": _at(9, "CL610", count=1, errors=["QueueFull()"], case="queue_full"),
    "CL610.queue_empty": _at(9, "CL610", count=1, errors=["QueueEmpty()"], case="queue_empty"),
    "CL611": _at(None, "CL611", count=2, names=["main", "start"], of="TRACEBACK"),
    "CL611.twice": _at(None, "CL611", count=1, names=["main"], of="TRACEBACK", case="twice"),
    "CL612": _at(None, "CL612", count=2, found=1, total=3, of="TRACEBACK"),
    "CL613": _at(None, "CL613", of="TRACEBACK"),
    "CL901": _at(None, "CL901", name="greet_all", defined=["great_all", "main"]),
    "CL902": _at(5, "CL902", message="expected ':'"),
    "CL902.yield_from": _at(
        5, "CL902", message="'yield from' inside async function", case="yield_from"
    ),
    "CL902.await_outside": _at(
        5, "CL902", message="'await' outside async function", case="await_outside"
    ),
    "CL902.not_utf8": _at(2, "CL902", byte="0xF3", case="not_utf8"),
    "CL902.old_async": _at(5, "CL902", message="invalid syntax", case="old_async"),
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
    "CL905.function": _at(
        9,
        "CL905",
        type="Operation",
        message="object Operation can't be used in 'await' expression",
        case="function",
    ),
    "CL905.gather": _at(9, "CL905", type="list", message="unhashable type: 'list'", case="gather"),
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
    "CL908.callback": _at(
        9,
        "CL908",
        message="RuntimeError('asyncio.run() cannot be called from a running event loop')",
        case="callback",
    ),
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
    "CL914": _at(9, "CL914", what="loop.sock_connect"),
    "CL914.own_thread": _at(9, "CL914", what="threading.Thread", count=2, case="own_thread"),
    "CL915": _at(9, "CL915", message="no running event loop"),
    "CL915.thread": _at(9, "CL915", message="no running event loop", case="thread"),
    "CL916": _at(9, "CL916", message="<Queue> is bound to a different event loop"),
    "CL917": _at(9, "CL917", message="'async_generator' object is not iterable"),
    "CL917.aiter": _at(
        9,
        "CL917",
        message=(
            "'async for' received an object from __aiter__ that does not implement __anext__: "
            "coroutine"
        ),
        case="aiter",
    ),
    "CL917.stop": _at(9, "CL917", message="coroutine raised StopIteration", case="stop"),
    "CL918": _at(
        9,
        "CL918",
        message="'Lock' object does not support the context manager protocol",
    ),
    "CL918.neither": _at(
        9,
        "CL918",
        message="'coroutine' object does not support the asynchronous context manager protocol",
        case="neither",
    ),
    "CL919": _at(9, "CL919", name="work", message="work() missing a required argument: 'seconds'"),
    "CL919.answer": _at(
        None,
        "CL919",
        name="greet_all",
        message="greet_all() takes 1 positional argument but 2 were given",
        case="answer",
    ),
    "CL920": _at(9, "CL920", name="sorted"),
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
