"""Grades a small program as the plugin does, without pytest: load it, run it, diagnose it."""

from __future__ import annotations

import ast
import asyncio
import inspect
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.evidence import Collector
from pytest_coro_lessons.grading.diagnose import diagnose
from pytest_coro_lessons.lessons import load_answer
from pytest_coro_lessons.loop import VirtualTimeLoop
from pytest_coro_lessons.operations import World
from pytest_coro_lessons.timeline import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_coro_lessons.diagnostics import Diagnostic
    from pytest_coro_lessons.lessons import Answer
    from pytest_coro_lessons.timeline import Timeline

# Small, so that a program without an end is found out in no time.
_LIMITS: dict[str, Any] = {
    "max_steps_per_instant": 3_000,
    "max_steps": 20_000,
    "max_seconds": 86_400.0,
}
_NAMES = ["Ana", "Eva", "Luis"]


class Run:
    """One run of one program: its file, its clock, its world."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.clock = VirtualClock()
        self.world = World(self.clock.time_ns)
        self.world.learner_files = {str(file)}

    def new_loop(self) -> VirtualTimeLoop:
        return VirtualTimeLoop(**_LIMITS)

    def argument(self, name: str) -> object:
        """What a parameter of this name stands for."""
        if name == "names":
            return list(_NAMES)
        if name == "world":
            return self.world
        return self.world.operation(name, seconds=1.0, returns=lambda *args: f"{name} {args[0]}")

    def call(self, function: Callable[..., Any]) -> Any:
        return function(*map(self.argument, inspect.signature(function).parameters))


def diagnosed(
    file: Path, ask: Callable[[Answer, Run], Any] | None = None, *, recorded: bool = True
) -> list[Diagnostic]:
    """Return what a learner reads of a program, the leading diagnosis first.

    Without ``ask``, which stands for a graded test, the last function of the file is called.
    """
    return graded(file, ask, recorded=recorded)[0]


def graded(
    file: Path, ask: Callable[[Answer, Run], Any] | None = None, *, recorded: bool = True
) -> tuple[list[Diagnostic], Timeline]:
    """Return the diagnoses and the timeline; see :func:`diagnosed`."""
    run = Run(file)
    clock_loop = VirtualTimeLoop(clock=run.clock, **_LIMITS)
    runner = asyncio.Runner(loop_factory=lambda: clock_loop)
    collector = Collector({str(file)}, run.world)
    with runner, collector, ExitStack() as patches:
        collector.watch(runner.get_loop())
        for name in ("asyncio.new_event_loop", "asyncio.events.new_event_loop"):
            patches.enter_context(mock.patch(name, run.new_loop))
        failure: BaseException | None = None
        recording = record(clock_loop, files={str(file)})
        if recorded:
            patches.enter_context(recording)
        try:
            answer = load_answer(file, adapt=collector.watching)
            made = (
                run.call(getattr(answer, last_function(file))) if ask is None else ask(answer, run)
            )
            if inspect.isawaitable(made):
                runner.run(_awaited(made))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is diagnosed
            failure = error
        evidence = collector.evidence(failure)
        evidence.timeline = recording.timeline
        return diagnose(evidence, failure, str(file)), _without_the_verdict(recording.timeline)


def _call_the_last_function(answer: Answer, run: Run) -> Any:
    return run.call(getattr(answer, last_function(run.file)))


def _without_the_verdict(timeline: Timeline) -> Timeline:
    """As in the plugin: that the test itself failed is told otherwise."""
    spans = (
        replace(span, outcome="ended", error=None) if span.parent is None else span
        for span in timeline
    )
    return replace(timeline, spans=tuple(spans))


async def _awaited(made: Any) -> Any:
    return await made


def last_function(file: Path) -> str:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return [node.name for node in body if isinstance(node, functions)][-1]
