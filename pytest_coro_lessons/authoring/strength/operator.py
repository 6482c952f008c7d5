"""What operators are, and what they have in common."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Mistakes: TypeAlias = Iterator[ast.AST]
Mistake: TypeAlias = Callable[[ast.AST], Mistakes]


@dataclass(frozen=True, slots=True)
class Operator:
    """A kind of mistake; the sentence about it is in ``messages``, under its name."""

    name: str
    mistakes: Mistake
    """From a node to nodes that stand there by mistake; nothing if the mistake does not fit."""


OPERATORS: dict[str, Operator] = {}


def operator(name: str) -> Callable[[Mistake], Mistake]:
    """Make the function an operator of that name."""

    def register(mistakes: Mistake) -> Mistake:
        assert name not in OPERATORS
        OPERATORS[name] = Operator(name, mistakes)
        return mistakes

    return register


# Looking at nodes.


def called(node: ast.AST | None) -> str | None:
    """The last part of the name that a call calls, such as ``gather``."""
    if not isinstance(node, ast.Call):
        return None
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return None


def awaited(node: ast.AST | None) -> ast.expr | None:
    """What an await waits for."""
    return node.value if isinstance(node, ast.Await) else None


def contains(node: ast.AST | Iterable[ast.AST], *kinds: type[ast.AST]) -> bool:
    """Whether such a node is inside."""
    nodes = [node] if isinstance(node, ast.AST) else node
    return any(isinstance(inner, kinds) for one in nodes for inner in ast.walk(one))


# Making nodes.


def parsed(template: str, **parts: ast.expr) -> ast.expr:
    """An expression from a template, with parts for the names in it."""
    tree = ast.parse(template, mode="eval").body

    class Filling(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return parts.get(node.id, node)

    filled: ast.expr = Filling().visit(tree)
    return filled


def block(*statements: ast.stmt) -> ast.stmt:
    """Statements where one stands."""
    if len(statements) == 1:
        return statements[0]
    return ast.If(test=ast.Constant(value=True), body=[*statements], orelse=[])


def nothing() -> ast.stmt:
    """Nothing, where a statement stands."""
    return ast.Pass()


def call_of(node: ast.Call, **changes: object) -> ast.Call:
    """The same call with some parts changed."""
    parts = {"func": node.func, "args": node.args, "keywords": node.keywords, **changes}
    return ast.Call(**parts)  # type: ignore[arg-type]


def renamed(node: ast.Call, name: str) -> ast.Call:
    """A call of something else in the same place: ``a.b()`` becomes ``a.name()``."""
    match node.func:
        case ast.Attribute(value=value, ctx=ctx):
            return call_of(node, func=ast.Attribute(value=value, attr=name, ctx=ctx))
        case _:
            return call_of(node, func=ast.Name(id=name, ctx=ast.Load()))
