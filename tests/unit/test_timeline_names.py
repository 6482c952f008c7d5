"""Promises of a timeline: names are as they were typed, and the same in every process."""

from __future__ import annotations

import asyncio

import pytest

from pytest_coro_lessons import VirtualClock, World, record

from .recordings import FILE, names_of, recorded
from .virtual import run

FUNCTIONS = """
import pathlib

async def plain(a, b=2, *rest, key=None, **more):
    await asyncio.sleep(1)

async def changes(count, step):
    count -= step
    await asyncio.sleep(1)

async def takes_out(table, key):
    del table[key], table.attribute
    await asyncio.sleep(1)

async def forgets(table):
    del table
    await asyncio.sleep(1)

async def closes_over(count):
    def change():
        nonlocal count
        count += 1
    change()
    await asyncio.sleep(1)

class Worker:
    async def run(self, job):
        await asyncio.sleep(1)

    @classmethod
    async def make(cls, job):
        await asyncio.sleep(1)

    @staticmethod
    async def static(job):
        await asyncio.sleep(1)

class Unfriendly:
    def __repr__(self):
        raise RuntimeError("nobody may ask")

class Table(dict):
    attribute = None

    def __init__(self):
        super().__init__(a=1)
        self.attribute = 2

jobs = [1, 2]

"""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("plain(1)", "plain(1)"),
        ("takes_out(Table(), 'a')", "takes_out(table, 'a')"),
        ("forgets(7)", "forgets(table)"),
        ("plain(a=1)", "plain(1)"),
        ("plain('a', 'b')", "plain('a', 'b')"),
        ("plain(1, 2)", "plain(1)"),
        ("plain(1, 2, 3, 4)", "plain(1, 2, 3, 4)"),
        ("plain(1, key=True)", "plain(1, key=True)"),
        ("plain(1, other=0.5)", "plain(1, other=0.5)"),
        ("plain(b'x', None)", "plain(b'x', None)"),
        ("plain(jobs, {1: 2})", "plain(a, b)"),
        ("plain({'a', 'b'})", "plain(a)"),
        ("plain(pathlib.Path('x'))", "plain(a)"),
        ("plain(Unfriendly(), *jobs)", "plain(a, 1, 2)"),
        ("plain(1, 1, [])", "plain(1, 1, ...)"),
        ("plain(closes_over, len)", "plain(closes_over, len)"),
        ("plain(Worker().run, Worker.make)", "plain(run, make)"),
        ("plain(lambda: 1, key=print)", "plain(a, key=print)"),
        ("plain('a' * 99)", "plain('" + "a" * 29 + "…')"),
        ("changes(3, 1)", "changes(count, 1)"),
        ("closes_over(3)", "closes_over(count)"),
        ("Worker().run(1)", "Worker.run(1)"),
        ("Worker.make(1)", "Worker.make(1)"),
        ("Worker.static(1)", "Worker.static(1)"),
        ("asyncio.create_task(plain(1))", "plain(1)"),
        ("asyncio.create_task(plain(1), name='one')", "one"),
        ("asyncio.create_task(plain(1), name='Task-1')", "plain(1)"),
        ("asyncio.create_task(changes(3, 1))", "changes(count, 1)"),
    ],
)
def test_a_call_is_named_as_it_was_typed(typed: str, name: str) -> None:
    program = f"{FUNCTIONS}async def main():\n    await {typed}\n"

    assert recorded(program).spans[1].name == name


def test_a_name_given_late_counts() -> None:
    timeline = recorded("""
        async def main():
            task = asyncio.create_task(fetch("a"))
            await asyncio.sleep(0.5)
            task.set_name("late")
            await task
        """)

    assert timeline["main"].segments[1].what == "task 'late'"
    assert timeline["late"].end == 1


def test_operations_are_calls_with_their_own_names_lines_and_ends() -> None:
    program = names_of("""
        async def main(fetch):
            await fetch("a")
            task = asyncio.create_task(fetch("b", 2))
            try:
                await fetch("bad")
            except ValueError:
                await task
        """)

    clock = VirtualClock()

    async def main() -> None:
        world = World(clock.time_ns)
        fetch = world.operation(
            "fetch",
            seconds=lambda _, seconds=1: seconds,
            raises=lambda name, _=None: ValueError(name) if name == "bad" else None,
        )
        await program["main"](fetch)

    with record(files={FILE}) as recording:
        run(main(), clock=clock)

    assert [
        (span.kind, span.name, span.start, span.end, span.outcome, span.line)
        for span in recording.timeline.spans[2:]
    ] == [
        ("call", "fetch('a')", 0, 1, "ok", 2),
        ("task", "fetch('b', 2)", 1, 3, "ok", 3),
        ("call", "fetch('bad')", 1, 2, "failed", 5),
    ]
    segments = [segment for span in recording.timeline.spans[2:] for segment in span.segments]
    assert [(each.what, each.line) for each in segments] == [
        ("sleep(1)", 2),
        ("sleep(2)", 3),
        ("sleep(1)", 5),
    ]


def test_only_calls_of_the_files_that_were_named_are_spans() -> None:
    library = names_of("async def get(wait):\n    await wait()\n").pop("get")
    library.__code__ = library.__code__.replace(co_filename="library.py")

    timeline = recorded(
        """
        async def main():
            await get(callback)

        async def callback():
            await asyncio.sleep(1)
        """,
        get=library,
    )

    assert [span.name for span in timeline] == ["main()", "callback()"]
    assert timeline["callback"].line == 2


def test_without_named_files_everything_outside_the_standard_library_is_theirs() -> None:
    async def own() -> None:
        queue: asyncio.Queue[None] = asyncio.Queue()
        await asyncio.gather(queue.join(), asyncio.sleep(1))

    with record() as recording:
        run(own())

    assert [(span.kind, span.name) for span in recording.timeline] == [
        ("task", "own()"),
        ("task", "Queue.join()"),
        ("task", "sleep(1)"),
    ]
