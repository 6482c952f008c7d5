"""An error of the recorder's own ends the recording, and never reaches the program."""

from __future__ import annotations

import asyncio
import functools
import gc
import itertools
import json
import logging
import time
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons import Timeline, VirtualTimeLoop, record
from pytest_coro_lessons.timeline import building, recorder
from pytest_coro_lessons.timeline.births import Births
from pytest_coro_lessons.timeline.codes import Codes
from pytest_coro_lessons.timeline.drafts import Draft, Level, Notebook
from pytest_coro_lessons.timeline.following import Follower
from pytest_coro_lessons.timeline.recorder import Recorder
from pytest_coro_lessons.timeline.segments import Segments
from pytest_coro_lessons.timeline.waits import Waits

from .recordings import recorded

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

ON_PURPOSE = "ZeroDivisionError: on purpose"

# Everything that the loop and the program call in the recorder, and what these rest on.
PARTS: dict[str, tuple[Any, str]] = {
    "a new task": (Births, "track"),
    "a late name": (Births, "name_late"),
    "the names of code": (Codes, "of"),
    "a step": (Follower, "follow"),
    "a frame that runs": (Follower, "catch_up"),
    "generators": (Follower, "sweep"),
    "a wait": (Segments, "waited"),
    "blocking": (Segments, "blocked"),
    "what is waited for": (Waits, "reason"),
    "who runs": (Recorder, "running"),
    "a step that raised": (recorder, "thrown_by"),
    "whose step": (recorder, "stepping"),
    "a usual wait": (Recorder, "_waits_as_usual"),
    "a span": (Notebook, "draft"),
    "the end of a span": (Draft, "end"),
    "the end of a coroutine": (Level, "_look"),
}


VirtualRunner = functools.partial(asyncio.Runner, loop_factory=VirtualTimeLoop)


async def produce(queue: asyncio.Queue[int]) -> None:
    for number in range(3):
        await asyncio.sleep(1)
        await queue.put(number)


async def numbers(queue: asyncio.Queue[int]) -> AsyncGenerator[int, None]:
    while True:
        yield await queue.get()


async def fail() -> None:
    await asyncio.sleep(0.5)
    raise LookupError


async def note(log: list[object], name: str) -> None:
    log.append((name, asyncio.get_running_loop().time()))


async def program(log: list[object]) -> str:
    """Do a little of everything, and write down when."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[int] = asyncio.Queue(1)
    producer = asyncio.create_task(produce(queue), name="producer")
    loop.call_later(0.25, lambda: asyncio.ensure_future(note(log, "called")))
    try:
        await fail()
    except LookupError:
        await note(log, "failed")
    time.sleep(0.25)
    async for number in numbers(queue):
        await note(log, f"got {number}")
        if number == 2:
            break
    endless = asyncio.create_task(asyncio.Event().wait())
    await asyncio.sleep(0)
    endless.cancel()
    log.append(await asyncio.gather(endless, producer, return_exceptions=True))
    loop.set_task_factory(getattr(asyncio, "eager_task_factory", None))
    await asyncio.create_task(note(log, "eager"))
    await asyncio.wait_for(asyncio.sleep(0.25), 1)
    return "done"


def ran() -> tuple[str, str]:
    """Run the program, and return what became of it."""
    log: list[object] = []
    with VirtualRunner() as runner:
        done = runner.run(program(log))
    return done, repr(log)


def fails_at(call: int, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that does the same, until it is called for that time."""
    calls = itertools.count(1)

    def failing(*args: Any, **kwargs: Any) -> Any:
        if next(calls) >= call:
            raise ZeroDivisionError("on purpose")
        return function(*args, **kwargs)

    return failing


def broken(monkeypatch: pytest.MonkeyPatch, part: str, call: int) -> None:
    owner, name = PARTS[part]
    monkeypatch.setattr(owner, name, fails_at(call, getattr(owner, name)))


@pytest.fixture(scope="module")
def unrecorded() -> tuple[str, str]:
    return ran()


@pytest.mark.parametrize("call", [1, 2, 5])
@pytest.mark.parametrize("part", PARTS)
def test_a_program_hears_nothing_of_it(
    unrecorded: tuple[str, str], part: str, call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, part, call)

    with record() as recording:
        done = ran()

    assert done == unrecorded
    assert isinstance(recording.timeline, Timeline)


@pytest.mark.parametrize("part", PARTS)
def test_whatever_breaks_is_told_in_the_timeline(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, part, 1)

    with record() as recording:
        ran()

    assert (recording.timeline.broken or "").startswith(ON_PURPOSE)


@pytest.mark.parametrize("part", PARTS)
def test_beyond_what_a_recording_keeps_it_is_the_same(
    unrecorded: tuple[str, str], part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, part, 5)

    with record(cap=4):
        done = ran()

    assert done == unrecorded


@pytest.mark.parametrize("part", PARTS)
def test_a_recording_that_begins_in_the_middle_breaks_off_as_quietly(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> str:
        broken(monkeypatch, part, 1)
        with record():
            task = asyncio.create_task(asyncio.sleep(1, "slept"))
            time.sleep(1)
            return await task

    with VirtualRunner() as runner:
        assert runner.run(main()) == "slept"


@pytest.mark.parametrize("name", ["spans", "events"])
def test_a_timeline_that_cannot_be_built_is_empty(
    name: str, unrecorded: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building._Building, name, fails_at(1, getattr(building._Building, name)))

    with record() as recording:
        done = ran()

    assert done == unrecorded
    assert len(recording.timeline) == 0
    assert (recording.timeline.broken or "").startswith(ON_PURPOSE)


# What is kept of it.

FETCHES = """
    async def main():
        for name in "abc":
            await fetch(name)
    """


@pytest.fixture
def third_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the recorder break when the third call has begun."""
    monkeypatch.setattr(Segments, "waited", fails_at(3, Segments.waited))


@pytest.mark.usefixtures("third_fetch")
def test_what_was_recorded_before_is_kept() -> None:
    timeline = recorded(FETCHES)

    kept = [(span.name, span.start, span.end, span.outcome) for span in timeline]
    assert kept == [
        ("main()", 0, 3, "running"),
        ("fetch('a')", 0, 1, "ok"),
        ("fetch('b')", 1, 2, "ok"),
        ("fetch('c')", 2, 3, "running"),
    ]
    assert timeline.seconds == 3


@pytest.mark.usefixtures("third_fetch")
def test_a_broken_timeline_is_the_same_again_when_read_from_json() -> None:
    timeline = recorded(FETCHES)

    assert timeline.broken is not None
    assert Timeline.from_json(json.loads(json.dumps(timeline.to_json()))) == timeline


def test_a_timeline_written_before_there_was_such_a_fact_can_be_read() -> None:
    older = {key: value for key, value in recorded(FETCHES).to_json().items() if key != "broken"}

    assert Timeline.from_json(older).broken is None


@pytest.mark.usefixtures("third_fetch")
def test_it_is_logged_once_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "pytest_coro_lessons"):
        recorded(FETCHES)

    (found,) = caplog.records
    assert "Recording stopped." in found.message
    assert "in failing" in found.message


@pytest.mark.usefixtures("third_fetch")
def test_what_the_program_drops_goes_at_once() -> None:
    class Value:
        pass

    async def main() -> None:
        value = Value()
        gone = weakref.ref(value)
        for _ in range(4):
            await asyncio.sleep(1)
        del value
        assert gone() is None

    gc.disable()
    try:
        with record(), VirtualRunner() as runner:
            runner.run(main())
    finally:
        gc.enable()


def test_a_recording_within_one_that_broke_off_has_its_own_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def main() -> None:
        await asyncio.sleep(1)
        with record() as inner:
            await asyncio.sleep(1)
        inners.append(inner.timeline)

    inners: list[Timeline] = []
    monkeypatch.setattr(Segments, "waited", fails_at(2, Segments.waited))
    with record() as outer, VirtualRunner() as runner:
        runner.run(main())

    assert outer.timeline.seconds == 2
    assert inners[0].seconds == 1
    assert inners[0].broken == outer.timeline.broken


def test_an_interruption_is_no_error_of_the_recorder(monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = Segments.blocked

    def interrupted(*_: object) -> None:
        monkeypatch.setattr(Segments, "blocked", blocked)
        raise KeyboardInterrupt

    async def main() -> None:
        time.sleep(1)

    monkeypatch.setattr(Segments, "blocked", interrupted)
    with pytest.raises(KeyboardInterrupt), record() as recording, VirtualRunner() as runner:
        runner.run(main())

    assert recording.timeline.broken is None
