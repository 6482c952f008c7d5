"""Runs CPython's own ``test.test_asyncio`` on our loop, beside the stock loop.

    python tests/conformance/run.py --fast
    python tests/conformance/run.py --python python3.11 python3.13 --modules test_locks,test_tasks

Exit code 1: a test that the stock loop passes fails on ours and is not in exceptions.toml, or a
test listed there passes. Exit code 2: nothing could be compared. An interpreter that ships
without these tests, as those of many Linux distributions do, is skipped.
"""

# ruff: noqa: T201  (a script that prints)

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from children import ChildError, describe, run_module
from table import HEADINGS, explain, line, row, total
from verdict import excuses_for, judge, load_excuses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from children import Interpreter
    from verdict import Excuse, Verdict

OURS = "pytest_coro_lessons:VirtualTimeLoop"
EXCEPTIONS = Path(__file__).with_name("exceptions.toml")
FAST = (
    "test_locks",
    "test_queues",
    "test_taskgroups",
    "test_timeouts",
    "test_waitfor",
    "test_eager_task_factory",
    "test_threads",
    "test_staggered",
    "test_futures",
    "test_futures2",
    "test_runners",
    "test_pep492",
    "test_context",
)
ALL = (*FAST, "test_tasks", "test_base_events")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--python", nargs="+", default=[sys.executable], metavar="PATH", help="interpreters")
    add("--modules", metavar="M1,M2", help=f"instead of all, which are {', '.join(ALL)}")
    add("--fast", action="store_true", help="only the modules that take a few seconds")
    add("--loop", default=OURS, metavar="LOOP", help="MODULE:CLASS or FILE.py:CLASS")
    add("--compare", default="stock", metavar="LOOP", help="in place of stock")
    add("--exceptions", type=Path, default=EXCEPTIONS, metavar="PATH", help="excused tests")
    add("--limit", type=float, default=20.0, metavar="SECONDS", help="real time for one test")
    add("--json", type=Path, metavar="PATH", help="write all of it to a file as well")
    return parser.parse_args(arguments)


def chosen_modules(options: argparse.Namespace) -> list[str]:
    if options.modules:
        return [name.strip() for name in options.modules.split(",")]
    return list(FAST if options.fast else ALL)


def compare(
    interpreter: Interpreter, options: argparse.Namespace, excuses: Sequence[Excuse]
) -> Iterator[Verdict]:
    for module in interpreter.modules:
        theirs = run_module(interpreter.path, module, options.compare, options.limit)
        ours = run_module(interpreter.path, module, options.loop, options.limit)
        yield judge(module, theirs, ours, excuses_for(excuses, module, interpreter.release))


def run_interpreter(
    python: str, options: argparse.Namespace, excuses: Sequence[Excuse]
) -> list[Verdict]:
    """Print an interpreter's table while it grows; no verdicts if it has none of the tests."""
    interpreter = describe(python, chosen_modules(options))
    print(f"Python {interpreter.version}, {python}, {options.loop} beside {options.compare}")
    if not interpreter.modules:
        print("Skipped: this interpreter ships without these tests.\n", flush=True)
        return []
    print(line(HEADINGS), flush=True)
    verdicts = []
    for verdict in compare(interpreter, options, excuses):
        verdicts.append(verdict)
        print(row(verdict), flush=True)
    print(total(verdicts))
    print(*(text for verdict in verdicts for text in explain(verdict)), sep="\n", flush=True)
    return verdicts


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    try:
        excuses = load_excuses(options.exceptions)
        tables = {python: run_interpreter(python, options, excuses) for python in options.python}
    except (ChildError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        options.json.write_text(as_json(options, tables), encoding="utf-8")
    good = all(verdict.good for verdicts in tables.values() for verdict in verdicts)
    return 0 if good else 1


def as_json(options: argparse.Namespace, tables: dict[str, list[Verdict]]) -> str:
    report: dict[str, Any] = {
        "loop": options.loop,
        "compared_with": options.compare,
        "interpreters": {
            python: [asdict(verdict) for verdict in verdicts] for python, verdicts in tables.items()
        },
    }
    return json.dumps(report, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
