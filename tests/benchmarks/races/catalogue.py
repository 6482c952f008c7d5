"""What a program of this benchmark is, and the lists of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    World: TypeAlias = Any  # anything with operation(name, seconds=, lo=, hi=, returns=)
    Program: TypeAlias = Callable[[World], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Race:
    """A program that passes in the default order and fails in another, and its repaired twin."""

    id: str
    title: str
    source: Callable[..., Coroutine[Any, Any, None]]

    async def broken(self, world: World) -> None:
        await self.source(world, repaired=False)

    async def repaired(self, world: World) -> None:
        await self.source(world, repaired=True)


RACES: list[Race] = []
TRAPS: dict[str, Program] = {}
"""Programs whose order asyncio guarantees: none of them may ever be reported."""


def race(number: str, title: str) -> Callable[..., Any]:
    def note(source: Any) -> Any:
        RACES.append(Race(number, title, source))
        return source

    return note


def trap(program: Program) -> Program:
    TRAPS[program.__name__] = program
    return program


async def together(**coroutines: Coroutine[Any, Any, object]) -> None:
    """Run named tasks at once until all of them have ended."""
    async with asyncio.TaskGroup() as group:
        for name, coroutine in coroutines.items():
            group.create_task(coroutine, name=name)
