"""Mistakes with locks, limits, conditions, signals and queues."""

from __future__ import annotations

import ast

from pytest_coro_lessons.authoring.strength.operator import (
    Mistakes,
    block,
    call_of,
    called,
    contains,
    nothing,
    operator,
    parsed,
    renamed,
)

# What is entered for other reasons than to keep others out.
_NO_LOCKS = ("TaskGroup", "timeout", "timeout_at", "aclosing", "create_connection")
_LIMITS = ("Semaphore", "BoundedSemaphore", "Queue", "PriorityQueue", "LifoQueue", "Barrier")
_SIGNALS = (
    "set",
    "clear",
    "notify",
    "notify_all",
    "release",
    "task_done",
    "set_result",
    "set_exception",
    "put_nowait",
    "append",
    "add_done_callback",
    "remove_done_callback",
)
_BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


@operator("no-lock")
def no_lock(node: ast.AST) -> Mistakes:
    match node:
        case ast.AsyncWith(items=[ast.withitem(context_expr=lock, optional_vars=None)], body=body):
            if called(lock) not in _NO_LOCKS:
                yield block(*body)


@operator("own-lock")
def own_lock(node: ast.AST) -> Mistakes:
    """Enter a lock that is made for this entry alone, so that it keeps nobody out."""
    match node:
        case ast.AsyncWith(items=[ast.withitem(context_expr=lock, optional_vars=None)], body=body):
            if isinstance(lock, ast.Name | ast.Attribute) and "lock" in ast.unparse(lock).lower():
                item = ast.withitem(context_expr=parsed("asyncio.Lock()"), optional_vars=None)
                yield ast.AsyncWith(items=[item], body=body)


@operator("one-more")
def one_more(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.Call) and called(node) in (*_LIMITS, "range"):
        yield from _changed_limit(node, "(limit) + 1")


@operator("one-less")
def one_less(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.Call) and called(node) in (*_LIMITS, "range"):
        yield from _changed_limit(node, "(limit) - 1")


@operator("boundary")
def boundary(node: ast.AST) -> Mistakes:
    match node:
        case ast.Compare(ops=[compared]) if type(compared) in _BOUNDARY:
            ops: list[ast.cmpop] = [_BOUNDARY[type(compared)]()]
            yield ast.Compare(left=node.left, ops=ops, comparators=node.comparators)


@operator("while-if")
def while_if(node: ast.AST) -> Mistakes:
    """Look at a condition once, before a wait in which it may change."""
    match node:
        case ast.While(test=test, body=body, orelse=[]):
            leaves = contains(body, ast.Break, ast.Continue)
            if contains(body, ast.Await) and not isinstance(test, ast.Constant) and not leaves:
                yield ast.If(test=test, body=body, orelse=[])


@operator("notify-one")
def notify_one(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.Call) and called(node) == "notify_all":
        yield renamed(node, "notify")


@operator("no-signal")
def no_signal(node: ast.AST) -> Mistakes:
    match node:
        case ast.Expr(value=ast.Call() as call) if called(call) in _SIGNALS:
            yield nothing()


@operator("last-first")
def last_first(node: ast.AST) -> Mistakes:
    """Serve whoever came last."""
    if not isinstance(node, ast.Call):
        return
    if called(node) == "Queue":
        yield renamed(node, "LifoQueue")
    elif called(node) == "popleft":
        yield renamed(node, "pop")
    elif called(node) == "pop" and [ast.unparse(one) for one in node.args] == ["0"]:
        yield call_of(node, args=[])


@operator("no-delay")
def no_delay(node: ast.AST) -> Mistakes:
    match node:
        case ast.Call(args=[_, *args]) if called(node) in ("call_later", "call_at"):
            yield call_of(renamed(node, "call_soon"), args=args)


@operator("call-at-once")
def call_at_once(node: ast.AST) -> Mistakes:
    """Call a callback instead of handing it over."""
    match node:
        case ast.Call(args=[callback, *args]) if called(node) in ("call_soon",):
            yield ast.Call(func=callback, args=args, keywords=[])


@operator("not-thread-safe")
def not_thread_safe(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.Call) and called(node) == "call_soon_threadsafe":
        yield renamed(node, "call_soon")


def _changed_limit(node: ast.Call, template: str) -> Mistakes:
    if node.args:
        *others, last = node.args
        yield call_of(node, args=[*others, parsed(template, limit=last)])
    for number, keyword in enumerate(node.keywords):
        if keyword.arg in ("maxsize", "value"):
            changed = ast.keyword(arg=keyword.arg, value=parsed(template, limit=keyword.value))
            before, after = node.keywords[:number], node.keywords[number + 1 :]
            yield call_of(node, keywords=[*before, changed, *after])
