"""Programs made of a seed, and what must hold of them in every legal order."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_coro_lessons.operations import World

# Few different lengths, so that many things are due at one instant.
LENGTHS = (0.0, 0.1, 0.2, 0.3, 0.5)


@dataclass
class Log:
    """What one run of a program did."""

    entries: list[tuple[int, str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    got: list[str] = field(default_factory=list)

    def note(self, task: str, what: str) -> None:
        loop: Any = asyncio.get_running_loop()
        self.entries.append((loop.time_ns(), task, what))

    def check(self, started_ns: int, ended_ns: int, lo: float, hi: float, what: str) -> None:
        took_ns = ended_ns - started_ns
        if not round(lo * 1e9) <= took_ns <= round(hi * 1e9):
            self.wrong.append(f"{what} took {took_ns} ns, not {lo} to {hi} s")


def random_program(seed: int) -> tuple[Callable[[World], Coroutine[Any, Any, None]], list[Log]]:
    """Return a program and the list that each of its runs appends its log to."""
    source = random.Random(seed)
    plans = {
        name: [_random_step(source) for _ in range(source.randint(2, 5))]
        for name in "abcd"[: source.randint(2, 4)]
    }
    logs: list[Log] = []

    async def program(world: World) -> None:
        log = Log()
        logs.append(log)
        run = _Steps(world, log)
        async with asyncio.TaskGroup() as group:
            for name, plan in plans.items():
                group.create_task(run.plan(name, plan), name=name)
        if log.asked != log.got:
            log.wrong.append("the lock was not fair")

    return program, logs


def _random_step(source: random.Random) -> tuple[str, float, float, float]:
    kind = source.choice(["operation", "operation", "operation", "sleep", "lock", "thread", "echo"])
    nominal = source.choice(LENGTHS)
    lo = source.choice([length for length in LENGTHS if length <= nominal])
    return kind, lo, nominal, nominal + source.choice(LENGTHS)


class _Steps:
    def __init__(self, world: World, log: Log) -> None:
        self._log = log
        self._lock = asyncio.Lock()
        self._connected: asyncio.Future[Any] | None = None
        self._operation = world.operation(
            "operation",
            seconds=lambda lo, nominal, hi: nominal,
            lo=lambda lo, nominal, hi: lo,
            hi=lambda lo, nominal, hi: hi,
        )

    async def plan(self, name: str, plan: list[tuple[str, float, float, float]]) -> None:
        for number, (kind, lo, nominal, hi) in enumerate(plan):
            self._log.note(name, f"{number} {kind} starts")
            await getattr(self, kind)(name, lo, nominal, hi)
            self._log.note(name, f"{number} {kind} ends")

    async def operation(self, name: str, lo: float, nominal: float, hi: float) -> None:
        loop: Any = asyncio.get_running_loop()
        started = loop.time_ns()
        # An answer that must come by `hi` is never later than a timeout that is longer.
        async with asyncio.timeout(hi + 0.05):
            await self._operation(lo, nominal, hi)
        # The turn in which it is heard of is the one in which it came.
        self._log.check(started, loop.time_ns(), lo, hi, f"operation of {name}")

    async def sleep(self, name: str, lo: float, nominal: float, hi: float) -> None:
        loop: Any = asyncio.get_running_loop()
        started = loop.time_ns()
        await asyncio.sleep(nominal)
        self._log.check(started, loop.time_ns(), nominal, nominal, f"sleep of {name}")

    async def lock(self, name: str, lo: float, nominal: float, hi: float) -> None:
        self._log.asked.append(name)
        async with self._lock:
            self._log.got.append(name)
            await self._operation(lo, nominal, hi)

    async def thread(self, name: str, lo: float, nominal: float, hi: float) -> None:
        loop: Any = asyncio.get_running_loop()
        started = loop.time_ns()
        await asyncio.to_thread(time.sleep, nominal)
        self._log.check(started, loop.time_ns(), nominal, nominal, f"thread of {name}")

    async def echo(self, name: str, lo: float, nominal: float, hi: float) -> None:
        server = await asyncio.start_server(_echo, "echo", 0)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("echo", port)
        writer.write(f"{name} says {nominal}\n".encode())
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
        server.close()
        if answer.decode() != f"{name} says {nominal}\n":
            self._log.wrong.append(f"{name} heard {answer!r}")


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.readline())
    writer.close()
