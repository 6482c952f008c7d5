"""Promises about programs that are shown: they run, print what they say, and look as drawn.

A line ``<!-- timeline: all_at_once() -->`` before a text block asks for a figure. It names a call
of a coroutine function that the Python blocks above it define; the call is run and recorded.

Rule: what is run here is the author's own, on virtual time, and leaves Python as it was.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from types import ModuleType
from typing import TYPE_CHECKING

from pytest_coro_lessons.authoring.figures import drawn
from pytest_coro_lessons.authoring.findings import Finding
from pytest_coro_lessons.authoring.maps import with_map
from pytest_coro_lessons.authoring.markdown import blocks
from pytest_coro_lessons.authoring.places import text_of, tree_of
from pytest_coro_lessons.authoring.readings import READINGS
from pytest_coro_lessons.authoring.seconds import virtual_seconds
from pytest_coro_lessons.clock import VirtualClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_coro_lessons.authoring.markdown import Block
    from pytest_coro_lessons.lessons import Exercise

LONGEST_DEMO = 5.0  # seconds of the clock that learners have
_NAME = "reading"
_THREADS = re.compile(r"\b(threading|to_thread|run_in_executor)\b")
# Real seconds: many more than a demonstration takes, on a machine that is busy.
_HANGS = 60.0


def programs_of_readings_run(folder: Path) -> Iterator[Finding]:
    """Yield where a reading's Python blocks fail, print something else, or are drawn otherwise."""
    for name in READINGS.values():
        if (folder / name).is_file():
            yield from _Reading(folder / name).findings()


def redrawn(file: Path) -> str:
    """The text of a reading with its figures drawn anew, up to where its program fails."""
    reading = _Reading(file)
    list(reading.findings())
    text = reading.text
    for block, drawing in reversed(reading.drawings):
        text = text[: block.start] + drawing + text[block.end :]
    return text


def draw_anew(folder: Path) -> Iterator[Path]:
    """Write figures and maps of all readings below ``folder`` anew; yield what changed."""
    for file in sorted(folder.rglob("README*.md")):
        fresh = with_map(file, redrawn(file))
        if fresh != text_of(file):
            file.write_text(fresh, encoding="utf-8", newline="\n")
            yield file


class _Reading:
    """A reading as one program: its Python blocks, and what is said of what they do."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.text = text_of(file)
        self.drawings: list[tuple[Block, str]] = []
        self._language = "es" if file.name.endswith(".es.md") else "en"
        self._module = ModuleType(_NAME)
        self._printed = ""

    def findings(self) -> Iterator[Finding]:
        with _importable(self._module), virtual_seconds():
            ran = False
            for block in blocks(self.text):
                try:
                    yield from self._of(block, follows=ran and block.follows)
                except Exception as error:  # noqa: BLE001 - whatever the program raises
                    yield self._failed(block, error)
                    return
                ran = block.kind == "python"

    def _of(self, block: Block, *, follows: bool) -> Iterator[Finding]:
        if block.kind == "python":
            self._printed = self._run(block)
        elif block.call is not None:
            main = eval(block.call, vars(self._module))
            drawing = drawn(main, self.file, self._language)
            self.drawings.append((block, drawing))
            if drawing != block.body:
                yield Finding("figure-stale", self.file, block.line, {"call": block.call})
        elif block.kind == "text" and follows and block.body != self._printed:
            pairs = zip(block.body.splitlines(), self._printed.splitlines(), strict=False)
            same = next((at for at, (one, two) in enumerate(pairs) if one != two), None)
            at = block.line + (same or 0)
            yield Finding("output-differs", self.file, at, {"printed": self._printed.strip()})

    def _run(self, block: Block) -> str:
        with _kept_apart() as printed:
            exec(compile(block.body, str(self.file), "exec"), vars(self._module))
        return printed.getvalue()

    def _failed(self, block: Block, error: Exception) -> Finding:
        # Lines are counted from the beginning of a block, and only the statement of the block
        # itself is surely in this one.
        lines = [
            number
            for frame, number in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == str(self.file) and frame.f_code.co_name == "<module>"
        ]
        at = error.lineno if isinstance(error, SyntaxError) else next(iter(lines), 1)
        facts = {"error": f"{type(error).__name__}: {error}".removesuffix(": ")}
        return Finding("program-fails", self.file, block.line + (at or 1) - 1, facts)


@contextmanager
def _kept_apart() -> Iterator[StringIO]:
    """Keep what a program prints; asyncio's complaints to the error stream are not the author's."""
    with redirect_stderr(StringIO()), redirect_stdout(StringIO()) as printed:
        yield printed


@contextmanager
def _importable(module: ModuleType) -> Iterator[None]:
    """Dataclasses look their module up."""
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        del sys.modules[module.__name__]


def file_of_the_exercise_runs_by_itself(exercise: Exercise) -> Iterator[Finding]:
    """Yield what is wrong with the demonstration that ends the stub, once the answer is there."""
    file = exercise.answer_file
    try:
        program = _filled_in(exercise)
    except SyntaxError:
        return  # a finding of its own
    if _THREADS.search(program):
        yield from _in_real_time(exercise, program)
        return
    clock = VirtualClock()
    try:
        with (
            _beside(exercise.folder),
            virtual_seconds(clock),
            _kept_apart() as printed,
        ):
            exec(compile(program, str(file), "exec"), {"__name__": "__main__"})
    except Exception as error:  # noqa: BLE001 - whatever the program raises
        facts: dict[str, object] = {"error": f"{type(error).__name__}: {error}".removesuffix(": ")}
        yield Finding("demo-fails", file, _demo_line(file), facts)
        return
    if not printed.getvalue().strip():
        yield Finding("demo-silent", file, _demo_line(file))
    if clock.time() > LONGEST_DEMO:
        facts = {"seconds": clock.time(), "longest": LONGEST_DEMO}
        yield Finding("demo-long", file, _demo_line(file), facts)


def _in_real_time(exercise: Exercise, program: str) -> Iterator[Finding]:
    """Run a demonstration with threads of its own, which no virtual clock moves."""
    file = exercise.answer_file
    command = [sys.executable, "-c", program]
    try:
        run = subprocess.run(
            command,
            cwd=exercise.folder,
            capture_output=True,
            text=True,
            timeout=_HANGS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        facts: dict[str, object] = {"seconds": _HANGS, "longest": LONGEST_DEMO}
        yield Finding("demo-long", file, _demo_line(file), facts)
        return
    if run.returncode != 0:
        last = (run.stderr.splitlines() or [f"exit code {run.returncode}"])[-1]
        yield Finding("demo-fails", file, _demo_line(file), {"error": last})
    elif not run.stdout.strip():
        yield Finding("demo-silent", file, _demo_line(file))


@contextmanager
def _beside(folder: Path) -> Iterator[None]:
    """Let what lies beside a program be imported, as Python does; forget it afterwards."""
    writes_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = writes_bytecode
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(str(folder)):
                del sys.modules[name]


def _filled_in(exercise: Exercise) -> str:
    """The learner's file once the solution is in it: the stub's imports and demonstration."""
    stub = tree_of(exercise.answer_file)
    imports = [one for one in stub.body if isinstance(one, ast.Import | ast.ImportFrom)]
    demo = [one for one in stub.body if _is_demo(one)]
    solution = text_of(exercise.folder / "reference" / "solution.py")
    return "\n".join([*map(ast.unparse, imports), solution, *map(ast.unparse, demo)])


def _demo_line(file: Path) -> int | None:
    body = tree_of(file).body
    return next((one.lineno for one in body if _is_demo(one)), None)


def _is_demo(statement: ast.stmt) -> bool:
    return "__main__" in ast.dump(statement)


OF_FOLDERS = (programs_of_readings_run,)
PROMISES = (file_of_the_exercise_runs_by_itself,)
