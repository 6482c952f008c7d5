"""Mistakes with await and with tasks: what is not waited for, and what waits one after another."""

from __future__ import annotations

import ast

from pytest_coro_lessons.authoring.strength.operator import (
    Mistakes,
    awaited,
    block,
    call_of,
    called,
    nothing,
    operator,
    parsed,
)

_SLEEP = "sleep"


@operator("drop-await")
def drop_await(node: ast.AST) -> Mistakes:
    if (value := awaited(node)) is not None:
        yield value


@operator("skip-await")
def skip_await(node: ast.AST) -> Mistakes:
    # `await task` without the await does nothing either, and is the mistake before.
    match node:
        case ast.Expr(value=ast.Await(value=value)) if not isinstance(value, ast.Name):
            yield nothing()


@operator("start-only")
def start_only(node: ast.AST) -> Mistakes:
    value = awaited(node)
    if isinstance(value, ast.Call) and called(value) not in ("gather", _SLEEP):
        yield parsed("asyncio.ensure_future(value)", value=value)


@operator("one-by-one")
def one_by_one(node: ast.AST) -> Mistakes:
    """Turn a gather into a list of awaits."""
    value = awaited(node)
    if not isinstance(value, ast.Call) or called(value) != "gather":
        return
    match value.args:
        case [ast.Starred(value=ast.GeneratorExp(elt, generators) | ast.ListComp(elt, generators))]:
            yield ast.ListComp(elt=ast.Await(value=elt), generators=generators)
        case [ast.Starred(value=many)]:
            yield parsed("[await asyncio.ensure_future(one) for one in many]", many=many)
        case [_, _, *_] as args:
            each: list[ast.expr] = [
                one if isinstance(one, ast.Starred) else ast.Await(value=one) for one in args
            ]
            yield ast.List(elts=each, ctx=ast.Load())


@operator("wait-at-once")
def wait_at_once(node: ast.AST) -> Mistakes:
    """Wait for each task as soon as it is started; the helper is in every mutant."""
    if isinstance(node, ast.Call) and called(node) in ("create_task", "ensure_future"):
        yield parsed("await _until_it_ends(task)", task=node)


@operator("leave-running")
def leave_running(node: ast.AST) -> Mistakes:
    """Start what a task group should start, and leave without waiting."""
    match node:
        case ast.AsyncWith(items=[ast.withitem(context_expr=group, optional_vars=name)], body=body):
            if called(group) == "TaskGroup" and isinstance(name, ast.Name):
                asyncio = ast.Name(id="asyncio", ctx=ast.Load())
                yield block(ast.Assign(targets=[name], value=asyncio, lineno=0), *body)


@operator("blocking-sleep")
def blocking_sleep(node: ast.AST) -> Mistakes:
    value = awaited(node)
    if isinstance(value, ast.Call) and called(value) == _SLEEP:
        yield call_of(value, func=parsed("time.sleep"), args=value.args[:1])


@operator("longer-sleep")
def longer_sleep(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.Call) and called(node) == _SLEEP and node.args:
        first, *others = node.args
        yield call_of(node, args=[parsed("2 * (first) + 0.5", first=first), *others])


@operator("no-thread")
def no_thread(node: ast.AST) -> Mistakes:
    value = awaited(node)
    if not isinstance(value, ast.Call):
        return
    match called(value), value.args:
        case "to_thread", [function, *args]:
            yield ast.Call(func=function, args=args, keywords=value.keywords)
        case "run_in_executor", [_, function, *args]:
            yield ast.Call(func=function, args=args, keywords=[])


@operator("as-they-finish")
def as_they_finish(node: ast.AST) -> Mistakes:
    """Take results in the order of their ends, where they are returned or get a name."""
    if not isinstance(node, ast.Return | ast.Assign):
        return
    gathered = awaited(node.value)
    if isinstance(gathered, ast.Call) and called(gathered) == "gather" and not gathered.keywords:
        many = ast.List(elts=gathered.args, ctx=ast.Load())
        value = parsed("[await one for one in asyncio.as_completed(many)]", many=many)
        if isinstance(node, ast.Return):
            yield ast.Return(value=value)
        else:
            yield ast.Assign(targets=node.targets, value=value, lineno=0)


@operator("reverse-order")
def reverse_order(node: ast.AST) -> Mistakes:
    match node:
        case ast.Return(value=ast.ListComp() | ast.List(elts=[_, _, *_]) as value):
            yield ast.Return(value=parsed("(value)[::-1]", value=value))
        case ast.Return(value=ast.Await(value=ast.Call() as call) as value):
            if called(call) == "gather":
                yield ast.Return(value=parsed("(value)[::-1]", value=value))
