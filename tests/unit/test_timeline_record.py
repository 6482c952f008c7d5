"""Promises of record(): what is recorded, from when to when, and how much of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pytest_coro_lessons import Timeline, UnsupportedError, VirtualClock, VirtualTimeLoop, record
from pytest_coro_lessons.timeline import Recorder

from .recordings import FETCH, FILE, names_of, recorded, shape, written
from .virtual import run

fetch = names_of(FETCH)["fetch"]


def result_of(program: str, **options: Any) -> Any:
    """Run ``main()`` of a program that records itself, with ``start()``; return what it returns."""

    def start() -> record:
        return record(files={FILE}, **options)

    return run(names_of(program, fetch=fetch, start=start)["main"]())


def test_a_running_loop_is_recorded_within_the_block() -> None:
    timeline = result_of("""
        async def main():
            await fetch("before")
            with start() as recording:
                await fetch("a")
                await asyncio.gather(fetch("b"), fetch("c", 2))
            await fetch("after")
            return recording.timeline
        """)

    assert written(timeline) == shape("""
        task main() 0-3 running
            waiting 1-3 tasks fetch('b'), fetch('c', 2) :5, woken by fetch('c', 2)
          call fetch('a') 0-1 ok :4
              sleeping 0-1 sleep(1) :2
          task fetch('b') 1-2 ok :5
              sleeping 1-2 sleep(1) :2
          task fetch('c', 2) 1-3 ok :5
              sleeping 1-3 sleep(2) :2
        """)
    assert timeline.start_ns == 1_000_000_000


def test_what_is_under_way_when_a_recording_begins_is_in_it() -> None:
    timeline = result_of("""
        async def main():
            task = asyncio.create_task(outer())
            await asyncio.sleep(1)
            return await records(task)

        async def records(task):
            with start() as recording:
                await task
            return recording.timeline

        async def outer():
            await fetch("a", 2)
        """)

    assert written(timeline) == shape("""
        task main() 0-1 running
          call records(task) 0-1 running :4
              waiting 0-1 task outer() :8, woken by outer()
        task outer() 0-1 ok
          call fetch('a', 2) 0-1 ok :12
              sleeping 0-1 sleep(2) :2
        """)


def test_a_timeline_so_far_ends_now() -> None:
    first, second, last = result_of("""
        async def main():
            with start() as recording:
                task = asyncio.create_task(fetch("background", 9))
                first = recording.timeline
                await fetch("a")
                second = recording.timeline
                await fetch("b")
            return first, second, recording.timeline
        """)

    assert written(first) == shape("""
        task main() 0-0 running
          task fetch('background', 9) 0-0 running :3
        """)
    assert written(second) == shape("""
        task main() 0-1 running
          task fetch('background', 9) 0-1 running :3
              sleeping 0-1 sleep(9) :2
          call fetch('a') 0-1 ok :5
              sleeping 0-1 sleep(1) :2
        """)
    assert [(span.start, span.end) for span in last] == [(0, 2), (0, 2), (0, 1), (1, 2)]


def test_a_recording_within_a_recording_is_a_part_of_it() -> None:
    outer, inner = result_of("""
        async def main():
            with start() as outer:
                await fetch("a")
                task = asyncio.create_task(fetch("b", 2))
                await asyncio.sleep(1)
                with start() as inner:
                    await task
                    await fetch("c")
                await fetch("d")
            return outer.timeline, inner.timeline
        """)

    assert written(inner) == shape("""
        task main() 0-2 running
            waiting 0-1 task fetch('b', 2) :7, woken by fetch('b', 2)
          task fetch('b', 2) 0-1 ok :4
              sleeping 0-1 sleep(2) :2
          call fetch('c') 1-2 ok :8
              sleeping 1-2 sleep(1) :2
        """)
    assert [span.name for span in outer] == [
        "main()",
        "fetch('a')",
        "fetch('b', 2)",
        "fetch('c')",
        "fetch('d')",
    ]


def test_elsewhere_every_loop_that_is_opened_is_recorded_one_after_another() -> None:
    with record(files={FILE}) as recording:
        run(fetch("a"))
        run(fetch("b", 2))
    run(fetch("outside"))

    timeline = recording.timeline
    assert [(span.id, span.name, span.start, span.end) for span in timeline] == [
        (0, "fetch('a')", 0, 1),
        (1, "fetch('b', 2)", 1, 3),
    ]
    assert [(event.at, event.kind, event.span) for event in timeline.events] == [
        (0, "created", 0),
        (1, "woken", 0),
        (1, "ended", 0),
        (1, "created", 1),
        (3, "woken", 1),
        (3, "ended", 1),
    ]
    assert timeline.seconds == 3


def test_times_count_from_the_beginning_of_the_recording() -> None:
    clock = VirtualClock(1_700_000_000.5)

    with record(files={FILE}) as recording:
        run(fetch("a", 0.1), clock=clock)

    timeline = recording.timeline
    assert (timeline["fetch"].start, timeline["fetch"].end) == (0, 0.1)
    assert timeline.start_ns == 1_700_000_000_500_000_000


def test_a_loop_that_does_not_run_yet_can_be_named() -> None:
    loop = VirtualTimeLoop()

    with record(loop, files={FILE}) as recording:
        loop.run_until_complete(fetch("a"))
        loop.run_until_complete(fetch("b"))
    loop.close()

    assert [span.name for span in recording.timeline] == ["fetch('a')", "fetch('b')"]


def test_nothing_recorded_is_an_empty_timeline() -> None:
    with record() as recording:
        pass

    assert recording.timeline == Timeline(())


def test_another_loop_cannot_be_recorded() -> None:
    async def main() -> None:
        with record():
            pass

    with pytest.raises(UnsupportedError, match=r"only a virtual loop can be recorded, not \w+Loop"):
        asyncio.run(main())


def test_a_loop_has_one_recorder() -> None:
    loop = VirtualTimeLoop()
    first, second = Recorder(loop), Recorder(loop)
    first.start()

    with pytest.raises(RuntimeError, match="recorded already"):
        second.start()

    first.stop()
    second.start()
    second.stop()
    loop.close()


def test_a_recorder_leaves_the_loop_as_it_found_it() -> None:
    loop = VirtualTimeLoop()
    before = dict(vars(loop))
    recorder = Recorder(loop)

    recorder.start()
    recorder.stop()
    recorder.stop()

    assert {name: vars(loop)[name] for name in before} == before
    assert "call_soon" not in vars(loop)
    loop.close()


def test_tasks_of_the_machinery_are_no_spans() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.to_thread(len, "")
        """)

    assert [span.name for span in timeline] == ["main()"]


MANY = """
    async def main():
        for _ in range(1500):
            await fetch("a")
            await asyncio.sleep(1)
        await fetch("last")
    """


def test_segments_beyond_the_cap_are_counted_and_what_has_begun_still_ends() -> None:
    timeline = recorded(MANY, cap=2000)

    assert sum(len(span.segments) for span in timeline) == 2000
    assert timeline.left_out == 1001
    assert (timeline["main"].end, timeline["main"].outcome, timeline.seconds) == (3001, "ok", 3001)
    assert {span.outcome for span in timeline} == {"ok"}
    assert len(timeline) == 1001


def test_spans_beyond_the_cap_end_the_details() -> None:
    timeline = recorded(
        """
        async def main():
            await asyncio.gather(*(fetch(number) for number in range(10)))
            time.sleep(1)
        """,
        cap=4,
    )

    assert [(span.name, span.end, span.outcome) for span in timeline] == [
        ("main()", 2, "ok"),
        ("fetch(0)", 1, "ok"),
        ("fetch(1)", 1, "ok"),
        ("fetch(2)", 1, "ok"),
    ]
    assert timeline.left_out == 12


def test_three_thousand_segments_fit_where_the_cap_allows_it() -> None:
    timeline = recorded(MANY, cap=10_000)

    assert sum(len(span.segments) for span in timeline) == 3001
    assert timeline.left_out == 0
