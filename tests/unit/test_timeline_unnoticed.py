"""Promises of a recording: the program does not notice it, and it is the same everywhere."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import warnings
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons import VirtualTimeLoop, record

from .recordings import FILE, names_of, recorded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRELUDE = """
class Thing:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        log.append(f"{self.name} is gone")

async def work(name, seconds=1):
    kept = Thing(name)
    await asyncio.sleep(seconds)
    return name

async def fails(name):
    kept = Thing(name)
    await asyncio.sleep(1)
    raise ValueError(name)

async def ticker(name):
    kept = Thing(name)
    yield 1
    await asyncio.sleep(1)
    yield 2
"""

PROGRAMS = {
    "what a call held goes when it returns": """
async def main():
    await work("plain")
    log.append("after plain")
    with suppress(KeyError):
        await work("handled")
        log.append("after handled")
    with suppress(KeyError):
        await asyncio.wait_for(work("waited for"), 9)
        log.append("after waited for")
    """,
    "what a call held goes when it raises": """
async def main():
    try:
        await fails("one")
    except ValueError:
        log.append("handled")
    log.append("after one")
    with suppress(ValueError):
        await outer()
    log.append("after two")

async def outer():
    kept = Thing("outer")
    await fails("two")
    """,
    "what is forgotten is told of where it is forgotten": """
async def main():
    with suppress(KeyError):
        await forgetful()
    log.append("after forgetful")

async def forgetful():
    await asyncio.sleep(1)
    work("forgotten")
    coroutine = work("forgotten too")
    """,
    "a task that fails unseen is told of when it goes": """
async def main():
    asyncio.create_task(fails("unseen"))
    await asyncio.sleep(1)
    await asyncio.sleep(0)
    log.append("next turn")
    await asyncio.sleep(0)
    log.append("later")
    """,
    "generators are closed when they are left": """
async def main():
    async for _ in ticker("left"):
        break
    log.append("after the break")
    await asyncio.sleep(0)
    log.append("closed")
    async for _ in ticker("read"):
        log.append("value")
    log.append("after the last value")
    """,
    "the order of everything ready": """
async def main():
    queue, lock, event = asyncio.Queue(1), asyncio.Lock(), asyncio.Event()
    async def put():
        for number in range(4):
            await queue.put(number)
            log.append(f"put {number}")
        event.set()
    async def get(name):
        async with lock:
            for _ in range(2):
                log.append(f"{name} got {await queue.get()}")
    async def last():
        await event.wait()
        log.append(asyncio.current_task().get_name())
    await asyncio.gather(put(), get("a"), get("b"), last())
    asyncio.get_running_loop().call_soon(log.append, "soon")
    await asyncio.sleep(0)
    """,
    "blocking": """
async def main():
    async def blocks():
        kept = Thing("blocks")
        time.sleep(1)
    await blocks()
    log.append("after blocks")
    await asyncio.gather(blocks(), work("held up"))
    """,
}


def logged(program: str, *, debug: bool, recorded: bool) -> list[str]:
    """Run a program that appends to ``log``, where Python's own messages go as well."""
    log: list[str] = []

    def handler(_: object, context: dict[str, Any]) -> None:
        log.append(context["message"])

    def warn(message: Warning | str, *_: object, **__: object) -> None:
        # What debug mode adds to it is where it came from, with frames of the recorder's.
        log.append(str(message).partition("\n")[0])

    space = names_of(PRELUDE + program, log=log, suppress=suppress)
    with warnings.catch_warnings(), record(files={FILE}) if recorded else nullcontext():
        warnings.simplefilter("always")
        warnings.showwarning = warn
        with asyncio.Runner(loop_factory=VirtualTimeLoop, debug=debug) as runner:
            runner.get_loop().set_exception_handler(handler)
            runner.run(space["main"]())
            log.append(f"ended at {runner.get_loop().time()}")
    return log


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_does_the_same_while_it_is_recorded(program: str, debug: bool) -> None:
    plain = logged(program, debug=debug, recorded=False)

    assert logged(program, debug=debug, recorded=True) == plain
    assert len(plain) > 3


SAME = """
    async def main():
        queue, lock = asyncio.Queue(1), asyncio.Lock()
        async with asyncio.TaskGroup() as group:
            group.create_task(produce(queue), name="producer")
            group.create_task(consume(queue), name="consumer")
        await asyncio.gather(*(careful(lock, name) for name in {"a", "b", "c"} - {"b", "c"}))
        await asyncio.gather(*map(work, (1, 2)), asyncio.sleep(3))
        try:
            await asyncio.wait_for(fetch("slow", 9), 1)
        except TimeoutError:
            await [each async for each in ticker(2)][-1]
        await asyncio.to_thread(time.sleep, 1)

    async def produce(queue):
        for number in range(3):
            await fetch(number)
            await queue.put(number)

    async def consume(queue):
        for _ in range(3):
            await queue.get()

    async def careful(lock, name):
        async with lock:
            await fetch(name, 0.1)

    async def work(seconds):
        time.sleep(seconds)

    async def ticker(count):
        for number in range(count):
            await asyncio.sleep(1)
            yield fetch(number)
    """

ELSEWHERE = """
import json, warnings
from tests.unit.recordings import recorded
from tests.unit.test_timeline_unnoticed import SAME
warnings.simplefilter("ignore")
print(json.dumps(recorded(SAME).to_json()))
"""


@pytest.mark.filterwarnings("ignore:coroutine 'fetch' was never awaited")
def test_a_timeline_is_the_same_on_every_python(golden: Callable[[str, str], None]) -> None:
    golden("timeline/recorded.json", json.dumps(recorded(SAME).to_json(), indent=1))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_timeline_is_the_same_in_every_process(seed: str, project_root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=project_root,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(project_root)},
        capture_output=True,
        text=True,
        check=True,
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        here = recorded(SAME).to_json()
    assert json.loads(ended.stdout) == json.loads(json.dumps(here))


@pytest.mark.filterwarnings("ignore:coroutine 'fetch' was never awaited")
def test_debug_mode_changes_nothing_in_a_timeline() -> None:
    assert recorded(SAME, debug=True) == recorded(SAME)
