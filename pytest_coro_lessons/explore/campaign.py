"""Explore a program: try orders until one fails, make that one simple, and say what is unusual.

Tried are the default order, orders that failed before, a sweep, every order with few deviations,
and orders that strategies choose in turn. The same arguments give the same result in every process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .model import Exploration, Failure
from .overlaps import new_overlap
from .record import Record
from .run import Runner, on_stage
from .search import Search
from .shrink import shrink
from .sweeps import checked, missing, swept
from .token import DEFAULT, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .model import Missing, Stage
    from .run import Program, Run
    from .sweeps import Sweep

_SCHEDULES = 40
_BOUND = 2
_CAP = 30


def explore(
    program: Program,
    *,
    schedules: int | None = None,
    bound: int | None = None,
    cap: int = _CAP,
    seed: int | str = 0,
    sweep: Sweep | None = None,
    first: Iterable[str] = (),
    files: Iterable[str] = (),
    limits: Mapping[str, Any] | None = None,
) -> Exploration:
    """Look for an order of what comes from outside in which ``program(world)`` fails.

    It fails if it raises, stalls, never ends or loses a task. Each order runs on a loop and in a
    world of its own, and what it prints is not shown. A loop that runs stands still meanwhile.

    Args:
        schedules: how many orders the strategies choose; 40, or none beside a sweep.
        bound: most deviations of the orders tried one by one; 2, or none beside a sweep.
        cap: most orders tried one by one.
        sweep: see :data:`Sweep`.
        first: tokens of orders that failed before.
        files: whose lines the report is about, as in ``co_filename``; none = any.
        limits: arguments of :class:`VirtualTimeLoop`.

    Raises:
        ValueError: for another sweep, or a text in ``first`` that is no token.
    """
    tokens = [Token.parse(text) for text in first]
    plan = _Plan(
        tokens,
        checked(sweep),
        schedules=_default(schedules, _SCHEDULES, sweep),
        bound=_default(bound, _BOUND, sweep),
        cap=cap,
        seed=seed,
    )
    with on_stage(garbage=sweep == "garbage" or any(token.garbage for token in tokens)):
        return _Campaign(program, files, limits).explore(plan)


def replay(
    program: Program,
    token: str,
    *,
    files: Iterable[str] = (),
    limits: Mapping[str, Any] | None = None,
) -> Exploration:
    """Run one order of a program.

    Raises:
        ValueError: if the text is no token.
    """
    parsed = Token.parse(token)
    campaign = _Campaign(program, files, limits)
    with on_stage(garbage=parsed.garbage):
        return campaign.replay(parsed)


def _default(given: int | None, usual: int, sweep: Sweep | None) -> int:
    if given is not None:
        return given
    return usual if sweep is None else 0


@dataclass(frozen=True)
class _Plan:
    tokens: list[Token]
    sweep: Sweep | None
    schedules: int
    bound: int
    cap: int
    seed: int | str


class _Campaign:
    def __init__(
        self, program: Program, files: Iterable[str], limits: Mapping[str, Any] | None
    ) -> None:
        self._files = set(files)
        self._runner = Runner(program, self._files, limits)
        self._search = Search(self._runner)
        self._missing: Missing | None = None

    def explore(self, plan: _Plan) -> Exploration:
        default = self._search.replay(DEFAULT)
        self._missing = missing(plan.sweep, default)
        for stage, runs in self._stages(plan, default):
            for run in runs:
                if not run.passed:
                    return self._found(self._failure(run, stage), default, plan.seed)
        return self._found(None, default, plan.seed)

    def _stages(self, plan: _Plan, default: Run) -> Iterator[tuple[Stage, Iterable[Run]]]:
        search = self._search
        yield "default", [default]
        yield "remembered", search.tokens(plan.tokens)
        if plan.sweep is not None:
            yield "sweep", swept(plan.sweep, search, default)
        if plan.bound:
            yield "few", search.few_deviations(default, plan.bound, plan.cap)
        if plan.schedules and not search.exhausted:
            yield "mixed", search.mixed(plan.seed, plan.schedules, len(default.made))

    def replay(self, token: Token) -> Exploration:
        run = self._search.replay(token)
        failure = None if run.passed else self._described(run, "replay", self._search.tried)
        return self._found(failure, run, 0)

    def _found(self, failure: Failure | None, default: Run, seed: int | str) -> Exploration:
        search = self._search
        return Exploration(
            failure,
            tried=search.tried if failure is None else failure.index,
            bound=search.bound,
            exhausted=search.exhausted and failure is None,
            points=default.points,
            shrunk_in=0 if failure is None else search.tried - failure.index,
            seed=seed,
            missing=self._missing,
        )

    def _failure(self, run: Run, stage: Stage) -> Failure:
        index = self._search.tried
        simplest = run if stage == "default" else shrink(run, self._search.replay)
        return self._described(simplest, stage, index)

    def _described(self, run: Run, stage: Stage, index: int) -> Failure:
        """Run the default order and the failing one once more, and write down what happens."""
        usual, failing = Record(self._files), Record(self._files)
        self._runner.replay(DEFAULT, usual)
        again = self._runner.replay(run.token, failing)
        overlap = new_overlap(failing, usual, self._files)
        rows, usual_rows = failing.rows(), usual.rows()
        error = again.error or run.error
        assert error is not None, "unreachable because the run did not pass"
        return Failure(
            outcome=run.outcome,
            stage=stage,
            index=index,
            token=run.token,
            error=error,
            at=failing.seconds,
            tasks=failing.tasks(),
            rows=rows,
            same_rows=_same(rows, usual_rows),
            deviations=failing.deviations(),
            file=overlap.file,
            line=overlap.line,
            waiting=overlap.waiting,
            came_in=overlap.came_in,
            waits=tuple(
                replace(wait, task=failing.called(wait.task))
                for wait in getattr(error, "waits", ())
            ),
            cycle=tuple(failing.called(name) for name in getattr(error, "cycle", ())),
            repeats=again.outcome == run.outcome and type(again.error) is type(run.error),
        )


def _same(rows: tuple[Any, ...], usual: tuple[Any, ...]) -> int:
    pairs = zip(rows, usual, strict=False)
    different = (place for place, (one, other) in enumerate(pairs) if one != other)
    return next(different, min(len(rows), len(usual)))
