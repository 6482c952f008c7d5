"""Graded test of `ORDER`: the program of `program.py` runs, and its answers come as you say."""

import asyncio
import runpy
from pathlib import Path

from pytest_coro_lessons import CheckFailed, Diagnostic

PROGRAM = runpy.run_path(str(Path(__file__).with_name("program.py")))


class Office:
    """It answers a call only when it is told to; `on_their_way` has the oldest call first."""

    def __init__(self):
        self.seats, self.sold_to, self.on_their_way = 1, [], {}

    async def _answer(self, call):
        self.on_their_way[call] = asyncio.get_running_loop().create_future()
        await self.on_their_way[call]

    async def park(self, name):
        await self._answer(f"park {name}")

    async def walk(self, name):
        await self._answer(f"walk {name}")

    async def queue(self, name):
        await self._answer(f"queue {name}")

    async def ask(self, name):
        await self._answer(f"ask {name}")
        return self.seats

    async def pay(self, name):
        await self._answer(f"pay {name}")

    async def take(self, name, seats_left):
        await self._answer(f"take {name}")
        self.seats = seats_left
        self.sold_to.append(name)


async def play(order):
    """Run the program, which must break; return how often an older call was passed over."""
    office, passed_over = Office(), 0
    people = [asyncio.create_task(PROGRAM[name](office)) for name in ("ana", "luis")]
    try:
        await asyncio.sleep(1)
        for place, call in enumerate(order, 1):
            waiting = list(office.on_their_way)
            if call not in waiting:
                facts = {"name": str(call), "place": place, "pending": waiting}
                raise CheckFailed(Diagnostic("CL221", facts))
            passed_over += call != waiting[0]
            office.on_their_way.pop(call).set_result(None)
            await asyncio.sleep(1)
        # Nothing more was said: from here on the oldest call is answered first.
        while office.on_their_way:
            office.on_their_way.pop(next(iter(office.on_their_way))).set_result(None)
            await asyncio.sleep(1)
    finally:
        for task in people:
            task.cancel()
        await asyncio.gather(*people, return_exceptions=True)
    if len(office.sold_to) < 2:
        raise CheckFailed(Diagnostic("CL222", {"saw": f"`take {office.sold_to[0]}`"}))
    return passed_over


async def test_the_seat_is_sold_twice(exercise):
    await play(exercise.ORDER)


async def test_an_older_call_is_passed_over_twice_at_most(exercise):
    passed_over = await play(exercise.ORDER)

    if passed_over > 2:
        raise CheckFailed(Diagnostic("CL223", {"actual": passed_over, "at_most": 2}))
