"""Checks on what an answer says or is written in, where there is nothing to run."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from ..diagnostics import CheckFailed, Diagnostic, Facts, shorten

_SUSPENDING = re.compile(r"\bawait\b|\basync\s+(for|with)\b")


def old_notation(left: Iterable[str] | Mapping[str, int | None], *, total: int) -> None:
    """Check that of ``total`` old notations none is ``left``.

    Args:
        left: The notations; in a mapping, each with the first line that has it.
        total: How many there were at first.

    Example:
        def test_nothing_old_is_left():
            old_notation({}, total=5)

    Raises:
        CheckFailed: CL906.
    """
    __tracebackhide__ = True
    names = list(left)
    if names:
        facts: Facts = {"names": names, "left": len(names), "total": total}
        line = left[names[0]] if isinstance(left, Mapping) else None
        raise CheckFailed(Diagnostic("CL906", facts, line=line))


def written_without(source: str, *names: str) -> None:
    """Check that a program uses none of these names, of functions, methods or modules.

    Example:
        def test_does_not_sort():
            written_without("answers.append(await next_one)", "sorted", "sort")

    Raises:
        CheckFailed: CL920, with the first line that uses one.
    """
    __tracebackhide__ = True
    used = sorted((line, name) for name, line in _names_used(ast.parse(source)) if name in names)
    if used:
        line, name = used[0]
        raise CheckFailed(Diagnostic("CL920", {"name": name}, line=line))


def _names_used(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name, node.lineno
            case ast.Import(names=aliases):
                yield from ((alias.name.partition(".")[0], node.lineno) for alias in aliases)
            case ast.ImportFrom(module=module, names=aliases):
                yield (module or "").partition(".")[0], node.lineno
                yield from ((alias.name, node.lineno) for alias in aliases)


def suspension_points(
    lines: object, seen: Collection[int], source: str, *, complete: bool = True
) -> None:
    r"""Check which lines of a program are said to be suspension points.

    Args:
        lines: What the answer says.
        seen: The lines at which another task was seen to run.
        source: The program.
        complete: Whether every line that was seen has to be there, or one of them is enough.

    Example:
        def test_names_the_line():
            program = "total = 1 + 2\nawait asyncio.sleep(total)"

            suspension_points({2}, seen={2}, source=program)

    Raises:
        CheckFailed: CL910 if ``lines`` is no set or list of numbers, CL605 for lines that cannot
            suspend, CL606 for lines that could but do not, CL607 for lines that are missing.
    """
    __tracebackhide__ = True
    answer = _numbers(lines)
    text = dict(enumerate(source.splitlines(), 1))
    extra = sorted(answer - set(seen))
    never = [line for line in extra if not _SUSPENDING.search(text.get(line, ""))]
    for code, wrong in (("CL605", never), ("CL606", extra)):
        if wrong:
            raise CheckFailed(Diagnostic(code, {"count": len(wrong), "lines": wrong}))
    missing = len(set(seen) - answer)
    if missing and (complete or not answer):
        found = len(seen) - missing
        facts: Facts = {"count": missing, "found": found, "total": len(seen)}
        raise CheckFailed(Diagnostic("CL607", facts))


def in_traceback(answer: object, seen: Sequence[str], *, of: str | None = None) -> None:
    """Check which functions a traceback is said to show, the outermost first.

    What is missing is told by number only, and so is an order that differs.

    Args:
        answer: What the answer says.
        seen: What the traceback shows.
        of: Whose answer it is.

    Example:
        def test_names_the_functions():
            in_traceback(["main", "work"], ["main", "work"])

    Raises:
        CheckFailed: CL910 if ``answer`` is no list of names, CL611 for names that are not in the
            traceback, CL612 for names that are missing, CL613 for another order.
    """
    __tracebackhide__ = True
    names = _names(answer, of or "answer")
    surplus = Counter(names) - Counter(seen)
    missing = (Counter(seen) - Counter(names)).total()
    extra = [name for name in surplus if name not in seen]
    if surplus:
        wrong = extra or list(surplus)
        facts: Facts = {"count": len(wrong), "names": wrong, "of": of}
        facts["case"] = None if extra else "twice"
        raise CheckFailed(Diagnostic("CL611", facts))
    if missing:
        facts = {"count": missing, "found": len(names), "total": len(seen), "of": of}
        raise CheckFailed(Diagnostic("CL612", facts))
    if names != list(seen):
        raise CheckFailed(Diagnostic("CL613", {"of": of}))


def _names(answer: object, of: str) -> list[str]:
    __tracebackhide__ = True
    if isinstance(answer, list | tuple) and all(isinstance(name, str) for name in answer):
        return list(answer)
    facts: Facts = {"name": of, "actual": shorten(answer), "expected": "list[str]"}
    raise CheckFailed(Diagnostic("CL910", facts))


def _numbers(lines: object) -> set[int]:
    __tracebackhide__ = True
    # `{}` is a dictionary, and looks like an empty set.
    if isinstance(lines, Set | list | tuple) and all(isinstance(line, int) for line in lines):
        return set(lines)
    facts: Facts = {"name": "LINES", "actual": shorten(lines), "expected": "set[int]"}
    raise CheckFailed(Diagnostic("CL910", facts))
