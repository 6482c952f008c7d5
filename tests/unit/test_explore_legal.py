"""Every explored order is one that asyncio can take, and the first one is asyncio's own."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_coro_lessons.explore.run import Runner, on_stage
from pytest_coro_lessons.explore.search import Search
from pytest_coro_lessons.explore.token import DEFAULT

from .random_programs import random_program
from .virtual import run_in_world


def explored(program: Any, runs: int) -> list[Any]:
    """The default order, those with one deviation, and mixed ones."""
    with on_stage():
        search = Search(Runner(program))
        default = search.replay(DEFAULT)
        few = list(search.few_deviations(default, bound=1, cap=runs))
        return [default, *few, *search.mixed("legal", runs, len(default.made))]


@pytest.mark.parametrize("seed", range(40))
def test_the_default_order_is_that_of_the_plain_loop(seed: int) -> None:
    program, logs = random_program(seed)

    run_in_world(program)
    with on_stage():
        Runner(program).replay(DEFAULT)

    plain, default = logs
    assert default.entries == plain.entries


@pytest.mark.parametrize("seed", range(40))
def test_answers_keep_their_ranges_timers_their_deadlines_and_locks_their_queues(seed: int) -> None:
    program, logs = random_program(seed)

    runs = explored(program, 12)

    assert {repr(run.error) for run in runs} == {"None"}
    assert [wrong for log in logs for wrong in log.wrong] == []


@pytest.mark.parametrize("seed", range(10))
def test_the_token_of_a_run_makes_the_same_run_again(seed: int) -> None:
    program, logs = random_program(seed)

    runs = explored(program, 4)
    with on_stage():
        again = [Runner(program).replay(run.token) for run in runs]

    assert [run.token for run in again] == [run.token for run in runs]
    assert [log.entries for log in logs[len(runs) :]] == [log.entries for log in logs[: len(runs)]]
