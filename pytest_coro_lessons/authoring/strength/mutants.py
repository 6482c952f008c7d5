"""From a program to the programs that differ from it by one mistake."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.strength import (  # noqa: F401 - they register their operators
    cancelling,
    coordinating,
    waiting,
)
from pytest_coro_lessons.authoring.strength.operator import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

# What mistakes may use.
_PRELUDE = """
import asyncio
import time


async def _until_it_ends(task):
    await asyncio.wait([task])
    return task
"""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program with one mistake.

    Attributes:
        line: Where the mistake is in the program without it.
        before: That line.
        after: What stands there by mistake; of several lines, as much as one can show.
    """

    operator: str
    line: int
    before: str
    after: str
    source: str


def mutants_of(source: str) -> Iterator[Mutant]:
    """All programs that differ from this one by one mistake, in the order of its lines.

    Raises:
        SyntaxError: if the program is not Python.
    """
    tree = ast.parse(source)
    lines = source.splitlines()
    statements = _statements(tree)
    seen = {_whole(tree)}
    for node in sorted(_in_functions(tree), key=_place):
        for operator in OPERATORS.values():
            for mistake in operator.mistakes(node):
                # What is there already stands for itself wherever the tree is copied.
                mutated = _whole(copy.deepcopy(tree, {id(node): mistake}))
                if mutated not in seen:
                    seen.add(mutated)
                    line = getattr(node, "lineno", 1)
                    before = lines[line - 1].strip()
                    after = _shown(node, mistake, statements.get(node))
                    yield Mutant(operator.name, line, before, after, mutated)


def _in_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of functions and classes; what else a module does is done when it is loaded."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for statement in tree.body:
        if isinstance(statement, kinds):
            for inner in statement.body:
                yield from (node for node in ast.walk(inner))


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _whole(tree: ast.Module) -> str:
    """The text of a program, with what mistakes may use."""
    futures = [one for one in tree.body if _is_future(one)]
    others = [one for one in tree.body if not _is_future(one)]
    body = [*futures, *ast.parse(_PRELUDE).body, *others]
    whole = ast.Module(body=body, type_ignores=[])
    return ast.unparse(ast.fix_missing_locations(whole)) + "\n"


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _statements(tree: ast.Module) -> dict[ast.AST, ast.stmt]:
    """The innermost statement around each expression."""
    around: dict[ast.AST, ast.stmt] = {}
    # From the outside to the inside, so that the innermost one stays.
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            for part in ast.iter_child_nodes(statement):
                if not isinstance(part, ast.stmt | ast.ExceptHandler):
                    around |= dict.fromkeys(ast.walk(part), statement)
    return around


def _shown(node: ast.AST, mistake: ast.AST, statement: ast.stmt | None) -> str:
    if statement is not None:
        # In a statement with a body, it is the line before that.
        mutated = copy.deepcopy(statement, {id(node): mistake})
        return _text(mutated)[0]
    parts: list[ast.AST] = [mistake]
    if isinstance(mistake, ast.If) and isinstance(mistake.test, ast.Constant):
        parts = [*mistake.body]
    lines = [line.strip() for part in parts for line in _text(part)]
    text = " / ".join(lines)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _text(node: ast.AST) -> list[str]:
    return ast.unparse(ast.fix_missing_locations(node)).splitlines()
