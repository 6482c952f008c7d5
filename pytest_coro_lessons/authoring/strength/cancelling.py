"""Mistakes with cancellation, timeouts, errors and clean-up."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.strength.operator import (
    Mistakes,
    awaited,
    block,
    call_of,
    called,
    contains,
    nothing,
    operator,
    parsed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_CANCELLED = "CancelledError"
_TIMEOUTS = ("timeout", "timeout_at")


@operator("no-cancel")
def no_cancel(node: ast.AST) -> Mistakes:
    match node:
        case ast.Expr(value=ast.Call() as call) if called(call) == "cancel":
            yield nothing()


@operator("swallow-cancellation")
def swallow_cancellation(node: ast.AST) -> Mistakes:
    """Go on after a cancellation, where there is a try to do it in."""
    if not isinstance(node, ast.Try) or not contains(node.body, ast.Await, ast.AsyncWith):
        return
    if not any(_catches_cancellation(handler) for handler in node.handlers):
        handler = ast.ExceptHandler(
            type=parsed("asyncio.CancelledError"), name=None, body=[nothing()]
        )
        yield _with(node, handlers=[handler, *node.handlers])


@operator("no-raise")
def no_raise(node: ast.AST) -> Mistakes:
    """Handle what should go on to the caller."""
    if isinstance(node, ast.ExceptHandler) and contains(node.body, ast.Raise):
        without = [one for one in node.body if not isinstance(one, ast.Raise)]
        if len(without) < len(node.body):
            yield ast.ExceptHandler(type=node.type, name=node.name, body=without or [nothing()])


@operator("catch-everything")
def catch_everything(node: ast.AST) -> Mistakes:
    if not isinstance(node, ast.ExceptHandler) or _catches_cancellation(node):
        return
    # What is in a group is asked of it, and nothing else has that.
    if "ExceptionGroup" not in ast.unparse(node.type or nothing()):
        kind = ast.Name(id="BaseException", ctx=ast.Load())
        yield ast.ExceptHandler(type=kind, name=node.name, body=node.body)


@operator("no-handler")
def no_handler(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.ExceptHandler) and not isinstance(node.body[0], ast.Raise):
        yield ast.ExceptHandler(type=node.type, name=node.name, body=[ast.Raise()])


@operator("no-finally")
def no_finally(node: ast.AST) -> Mistakes:
    if isinstance(node, ast.Try) and node.finalbody:
        yield _with(node, finalbody=[]) if node.handlers else block(*node.body)


@operator("finally-at-the-end")
def finally_at_the_end(node: ast.AST) -> Mistakes:
    """Clean up on the good way only."""
    if isinstance(node, ast.Try) and node.finalbody:
        inner = [_with(node, finalbody=[])] if node.handlers else node.body
        yield block(*inner, *node.finalbody)


@operator("no-timeout")
def no_timeout(node: ast.AST) -> Mistakes:
    match node:
        case ast.AsyncWith(items=[ast.withitem(context_expr=limit)], body=body):
            if called(limit) in _TIMEOUTS:
                yield block(*body)
        # Not Condition.wait_for, which has a predicate alone.
        case ast.Call(args=[waited, _]) | ast.Call(args=[waited], keywords=[_]):
            if called(node) == "wait_for":
                yield waited
        case ast.Call(keywords=[_, *_] as keywords) if called(node) == "wait":
            yield from _without(node, keywords, "timeout")


@operator("longer-timeout")
def longer_timeout(node: ast.AST) -> Mistakes:
    match node:
        case ast.Call(args=[limit]) if called(node) in _TIMEOUTS:
            yield call_of(node, args=[parsed("(limit) * 2 + 1", limit=limit)])
        case ast.Call(args=[waited, limit]) if called(node) == "wait_for":
            yield call_of(node, args=[waited, parsed("(limit) * 2 + 1", limit=limit)])


@operator("no-shield")
def no_shield(node: ast.AST) -> Mistakes:
    match node:
        case ast.Call(args=[inner]) if called(node) == "shield":
            yield inner


@operator("return-exceptions")
def return_exceptions(node: ast.AST) -> Mistakes:
    """Turn errors into results, or the other way round."""
    if not isinstance(node, ast.Call) or called(node) != "gather":
        return
    if any(one.arg == "return_exceptions" for one in node.keywords):
        yield from _without(node, node.keywords, "return_exceptions")
    else:
        keyword = ast.keyword(arg="return_exceptions", value=ast.Constant(value=True))
        yield call_of(node, keywords=[*node.keywords, keyword])


@operator("return-when")
def return_when(node: ast.AST) -> Mistakes:
    """Wait for all instead of the first, or the other way round."""
    if isinstance(node, ast.Call) and called(node) == "wait":
        if any(one.arg == "return_when" for one in node.keywords):
            yield from _without(node, node.keywords, "return_when")
        else:
            value = parsed("asyncio.FIRST_COMPLETED")
            keyword = ast.keyword(arg="return_when", value=value)
            yield call_of(node, keywords=[*node.keywords, keyword])


@operator("no-close")
def no_close(node: ast.AST) -> Mistakes:
    match node:
        case ast.Expr(value=value):
            if called(awaited(value) or value) in ("close", "aclose", "shutdown", "wait_closed"):
                yield nothing()


def _catches_cancellation(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    names = {one.id for one in ast.walk(handler.type) if isinstance(one, ast.Name)}
    names |= {one.attr for one in ast.walk(handler.type) if isinstance(one, ast.Attribute)}
    return bool(names & {_CANCELLED, "BaseException"})


def _with(node: ast.Try, **changes: object) -> ast.Try:
    parts = {name: getattr(node, name) for name in node._fields}
    return ast.Try(**{**parts, **changes})


def _without(node: ast.Call, keywords: Sequence[ast.keyword], name: str) -> Mistakes:
    kept = [one for one in keywords if one.arg != name]
    if len(kept) < len(keywords):
        yield call_of(node, keywords=kept)
