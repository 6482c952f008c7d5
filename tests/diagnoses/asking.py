"""How a graded test asks for what cannot be found out by calling a function."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.checks import explain_comparison, old_notation
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
from pytest_coro_lessons.explore import explore
from pytest_coro_lessons.grading.orders import diagnose_order
from pytest_coro_lessons.lessons import load_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_coro_lessons.explore import Sweep
    from pytest_coro_lessons.lessons import Answer

    from .grading import Run


def by_its_name(answer: Answer, run: Run) -> Any:
    """CL901: the exercise says what the function is called."""
    return run.call(answer.greet_all)


def for_nothing(answer: Answer, run: Run) -> None:
    """CL904: the file itself has nothing in it."""


def for_its_notation(answer: Answer, run: Run) -> None:
    """CL906: the source is searched."""
    nodes = ast.walk(ast.parse(answer.source()))
    old = [node for node in nodes if isinstance(node, ast.Attribute) and "get_ev" in node.attr]
    old_notation({node.attr: node.lineno for node in old}, total=1)


async def with_comparisons_explained(answer: Answer, run: Run) -> None:
    """CL109: pytest asks for an explanation when a plain ``assert`` compares and fails."""
    tree = ast.parse(answer.source())
    (function,) = (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef))
    function.body[-1] = _as_call(function.body[-1])
    names: dict[str, Any] = {"compared": _compared}
    exec(compile(ast.fix_missing_locations(tree), str(run.file), "exec"), names)
    await run.call(names[function.name])


def _as_call(statement: Any) -> ast.stmt:
    """Make ``compared("==", left, right)`` of ``assert left == right``."""
    left, right = statement.test.left, statement.test.comparators[0]
    name = ast.Name("compared", ast.Load())
    return ast.Expr(ast.Call(name, [ast.Constant("=="), left, right], []))


def _compared(op: str, left: object, right: object) -> None:
    explained = explain_comparison(op, left, right)
    if explained is not None:
        code = explained[2].partition(":")[0]
        raise CheckFailed(Diagnostic(code, {"op": op}))


def in_many_orders(sweep: Sweep | None = None) -> Callable[[Answer, Run], None]:
    """CL211 to CL215: the test of the file runs in other orders than the usual one."""

    def ask(answer: Answer, run: Run) -> None:
        tree = ast.parse(answer.source())
        (name,) = (node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef))
        test = getattr(load_answer(run.file), name)
        explored = explore(test, sweep=sweep, files={str(run.file)})
        if explored.failure is not None:
            raise CheckFailed(diagnose_order(explored, explored.failure))

    return ask


# A recorder keeps the tasks that it records.
NOT_RECORDED = {"CL407"}

ASKED: dict[str, Callable[[Answer, Run], Any]] = {
    "CL109": with_comparisons_explained,
    "CL211": in_many_orders(),
    "CL212": in_many_orders(),
    "CL213": in_many_orders("cancel"),
    "CL214": in_many_orders("garbage"),
    "CL215": in_many_orders("chunks"),
    "CL901": by_its_name,
    "CL904": for_nothing,
    "CL906": for_its_notation,
}
