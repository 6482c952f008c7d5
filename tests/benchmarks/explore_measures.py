"""What tests/benchmarks/explore.py measures, as figures."""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from races import RACES, sanitizers

from pytest_coro_lessons.explore import explore
from pytest_coro_lessons.explore.run import Runner, on_stage
from pytest_coro_lessons.explore.search import Search
from pytest_coro_lessons.explore.shrink import shrink
from pytest_coro_lessons.explore.sweeps import swept
from pytest_coro_lessons.explore.token import DEFAULT

if TYPE_CHECKING:
    from races.catalogue import Program, Race

SCHEDULES = 40
HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]


def campaigns(race: Race, count: int) -> dict[str, Any]:
    """Look for a race in many campaigns of 40 orders, by strategies with fresh seeds alone."""
    runner = Runner(race.broken)
    firsts = []
    with on_stage():
        default = runner.replay(DEFAULT)
        for campaign in range(count):
            search = Search(runner)
            runs = search.mixed(f"campaign {campaign}", SCHEDULES, len(default.made))
            if any(not run.passed for run in runs):
                firsts.append(search.tried)
    return {
        "race": race.id,
        "default": default.outcome,
        "campaigns": count,
        "found": len(firsts),
        "runs_to_first": firsts,
    }


def orders_tried_one_by_one(race: Race) -> dict[str, Any]:
    """Look for a race among the orders with at most two deviations, and shrink what is found."""
    with on_stage():
        runner = Runner(race.broken)
        search = Search(runner)
        default = runner.replay(DEFAULT)
        runs = search.few_deviations(default, bound=2, cap=1000)
        failing = next(run for run in runs if not run.passed)
        tried = search.tried
        token = shrink(failing, search.replay).token
    return {"one_by_one": tried, "token": str(token), "deviations": token.deviations}


def alarms(programs: dict[str, Program], total: int) -> dict[str, Any]:
    """Run programs that cannot fail in so many orders altogether."""
    each = -(-total // len(programs))
    found = []
    count = 0
    with on_stage():
        for name, program in programs.items():
            runner = Runner(program)
            search = Search(runner)
            default = search.replay(DEFAULT)
            few = list(search.few_deviations(default, bound=2, cap=each // 4))
            mixed = search.mixed(name, each - len(few) - 1, len(default.made))
            for run in (default, *few, *mixed):
                count += 1
                if not run.passed:
                    found.append(f"{name} {run.token}: {run.error!r}")
    return {"runs": count, "alarms": found}


def clean_up_styles() -> dict[str, tuple[int, int, int]]:
    """For each style: points that fail, points, and failing pairs of points."""
    figures = {}
    for style in (*sanitizers.WRONG_STYLES, sanitizers.right):
        with on_stage():
            runner = Runner(sanitizers.cleaning_up(style))
            default = runner.replay(DEFAULT)
            runs = list(swept("cancel", Search(runner), default))
        failing = [run for run in runs if not run.passed]
        once = sum(len(run.token.cancel) == 1 for run in failing)
        figures[style.__name__] = (once, default.points, len(failing) - once)
    return figures


def timeouts() -> dict[str, str]:
    return {
        program.__name__: _told(explore(program, sweep="cancel"))
        for program in (sanitizers.s8_wait_for, sanitizers.s8_timeout)
    }


def garbage() -> dict[str, str]:
    return {
        program.__name__: _told(explore(program, sweep="garbage"))
        for program in (
            sanitizers.s1_task_that_nobody_keeps,
            sanitizers.s1_task_that_is_kept,
            sanitizers.s1_task_that_sleeps,
        )
    }


def _told(exploration: Any) -> str:
    failure = exploration.failure
    return "silent" if failure is None else f"{failure.outcome} at {failure.token}"


TOKEN = "0.1.0.1-p0.0.1"


def trace(token: str) -> str:
    """Run every race in one order and write down all that happened."""
    from pytest_coro_lessons.explore import Exploration, replay

    told: list[Exploration] = [replay(race.broken, token) for race in RACES]
    return "\n".join(
        repr((one.failure.rows, one.failure.deviations, one.failure.cycle)) if one.failure else "-"
        for one in told
    )


def traces_in_processes(count: int) -> dict[str, Any]:
    """Count the different traces of one token in so many processes."""
    program = f"import explore_measures as measures; print(measures.trace({TOKEN!r}))"
    path = os.pathsep.join((str(HERE.parent), str(HERE.parents[2])))
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": path},
            check=True,
            capture_output=True,
        ).stdout
        for seed in range(count)
    }
    return {"token": TOKEN, "processes": count, "traces": len(seen)}


def course(orders: int, *, solutions_only: bool) -> dict[str, Any]:
    """Explore every right answer of the course in so many mixed orders per explored test."""
    folders = sorted(
        file.parent
        for file in (ROOT / "exercises").glob("*/*/test_exercise.py")
        if "explore" in file.read_text(encoding="utf-8")
    )
    pattern = "solution.py" if solutions_only else "[!w]*.py"
    answers = [file for folder in folders for file in sorted(folder.glob(f"reference/{pattern}"))]
    by_name: dict[str, list[Path]] = {}
    for answer in answers:
        by_name.setdefault(answer.name, []).append(answer.parents[1])
    found: dict[str, Any] = {"answers": len(answers), "tests": 0, "runs": 0, "alarms": []}
    for name, exercises in by_name.items():
        _explore_answers(name, exercises, orders, found)
    return found


def _explore_answers(name: str, folders: list[Path], orders: int, found: dict[str, Any]) -> None:
    """Grade the answers of one name, in one process: to begin takes longer than to explore."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", *map(str, folders), "-q", "--tb=line"]
        command += ["-p", "no:cacheprovider", "-p", "no:looptime_plugin", "--coro-real-limit=0"]
        command += ["--coro-answer", f"reference/{name}", "--coro-explore", str(orders)]
        command += [f"--junitxml={report}"]
        ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if ended.returncode:
            found["alarms"].append(f"{name}: {ended.stdout[-1000:]}")
        runs = re.findall(r'name="orders" value="(\d+)"', report.read_text(encoding="utf-8"))
    found["tests"] += len(runs)
    found["runs"] += sum(map(int, runs))


async def five_tasks_two_operations(world: Any) -> None:
    work = world.operation("work", seconds=0.3, lo=0.05, hi=1.0)

    async def task() -> None:
        await work()
        await work()

    await asyncio.gather(*(task() for _ in range(5)))


def schedules_per_second(runs: int = 1000, rounds: int = 5) -> float:
    """Return how many orders one processor runs in a second of its time."""
    runner = Runner(five_tasks_two_operations)
    seconds = []
    with on_stage():
        for number in range(rounds):
            started = time.process_time()
            for _ in Search(runner).mixed(f"speed {number}", runs // rounds, 10):
                pass
            seconds.append(time.process_time() - started)
    return runs / rounds / statistics.median(seconds)


def budget(rounds: int = 9) -> float:
    """Return the milliseconds of a processor that an exploration takes which finds nothing."""
    milliseconds = []
    for _ in range(rounds):
        started = time.process_time()
        explored = explore(five_tasks_two_operations)
        milliseconds.append(1000 * (time.process_time() - started))
        assert explored.passed
    return statistics.median(milliseconds)
