"""Promises of a timeline: who blocks the loop, and who is held up by that."""

from __future__ import annotations

import pytest

from .recordings import recorded, shape, written


def test_gathered_calls_that_block_hold_each_other_up() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.gather(work("a"), work("b", 2), fetch("c"))

        async def work(name, seconds=1):
            time.sleep(seconds)
        """)

    assert written(timeline) == shape("""
        task main() 0-4 ok
            waiting 0-4 tasks work('a'), work('b', 2), fetch('c') :2, woken by fetch('c')
          task work('a') 0-1 ok :2
              blocking 0-1 time.sleep :5
          task work('b', 2) 0-3 ok :2
              ready 0-1 time.sleep :2 of work('a')
              blocking 1-3 time.sleep :5
          task fetch('c') 0-4 ok :2
              ready 0-3 time.sleep :2 of work('a') and work('b', 2)
              sleeping 3-4 sleep(1) :2
        """)
    assert timeline.max_in_flight == 1


def test_calls_that_block_without_waiting_are_spans() -> None:
    timeline = recorded("""
        async def main():
            for _ in range(2):
                await work()
            await other()

        async def work():
            time.sleep(1)

        async def other():
            await work()
            await asyncio.sleep(1)
        """)

    assert written(timeline) == shape("""
        task main() 0-4 ok
          call work() 0-1 ok :3
              blocking 0-1 time.sleep :7
          call work() 1-2 ok :3
              blocking 1-2 time.sleep :7
          call other() 2-4 ok :4
              sleeping 3-4 sleep(1) :11
            call work() 2-3 ok :10
                blocking 2-3 time.sleep :7
        """)


def test_a_call_that_has_ended_before_its_caller_blocks_ends_then() -> None:
    timeline = recorded("""
        async def main():
            await fetch("a")
            time.sleep(2)
            await fetch("b")
        """)

    assert written(timeline) == shape("""
        task main() 0-4 ok
            blocking 1-3 time.sleep :3
          call fetch('a') 0-1 ok :2
              sleeping 0-1 sleep(1) :2
          call fetch('b') 3-4 ok :4
              sleeping 3-4 sleep(1) :2
        """)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("time.sleep(1)", "ok"),
        ("time.sleep(1); raise ValueError('no')", "failed"),
        ("time.sleep(1); await asyncio.sleep(1); raise ValueError('no')", "failed"),
    ],
)
def test_how_a_call_that_blocks_ended_is_known(body: str, outcome: str) -> None:
    timeline = recorded(f"""
        async def main():
            try:
                await work()
            except ValueError:
                pass
            await asyncio.sleep(1)

        async def work():
            {body}
        """)

    assert timeline["work"].outcome == outcome


def test_a_sleeper_that_is_due_while_the_loop_is_blocked_is_ready_from_then_on() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.gather(fetch("a"), work())

        async def work():
            await asyncio.sleep(0.5)
            time.sleep(2)
        """)

    assert written(timeline) == shape("""
        task main() 0-2.5 ok
            waiting 0-2.5 tasks fetch('a'), work() :2, woken by fetch('a')
          task fetch('a') 0-2.5 ok :2
              sleeping 0-1 sleep(1) :2
              ready 1-2.5 time.sleep :2 of work()
          task work() 0-2.5 ok :2
              sleeping 0-0.5 sleep(0.5) :5
              blocking 0.5-2.5 time.sleep :6
        """)


def test_a_task_that_was_woken_just_before_is_ready() -> None:
    timeline = recorded("""
        async def main():
            event = asyncio.Event()
            await asyncio.gather(waits(event), sets(event))

        async def waits(event):
            await event.wait()

        async def sets(event):
            await asyncio.sleep(1)
            event.set()
            time.sleep(1)
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            waiting 0-2 tasks waits(event), sets(event) :3, woken by waits(event)
          task waits(event) 0-2 ok :3
              waiting 0-1 Event.wait :6, woken by sets(event)
              ready 1-2 time.sleep :6 of sets(event)
          task sets(event) 0-2 ok :3
              sleeping 0-1 sleep(1) :9
              blocking 1-2 time.sleep :11
        """)


def test_a_blocking_call_has_the_name_and_the_line_of_what_was_typed() -> None:
    timeline = recorded(
        """
        import threading

        async def main():
            helper()
            threading.Event().wait(1)

        def helper():
            time.sleep(1)
        """
    )

    blocking = [(segment.what, segment.line) for segment in timeline["main"].segments]
    assert blocking == [("time.sleep", 8), ("Event.wait", 5)]


def test_a_callback_that_blocks_is_no_span_and_still_holds_tasks_up() -> None:
    timeline = recorded("""
        async def main():
            asyncio.get_running_loop().call_later(1, time.sleep, 2)
            await fetch("a", 2)
        """)

    assert [(each.state, each.start, each.end) for each in timeline["fetch"].segments] == [
        ("sleeping", 0, 2),
        ("ready", 2, 3),
    ]


def test_sleep_in_a_thread_blocks_nobody() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.gather(asyncio.to_thread(time.sleep, 1), fetch("a", 2))
        """)

    states = {segment.state for span in timeline for segment in span.segments}
    assert states == {"waiting", "sleeping"}


def test_blocking_is_an_event() -> None:
    timeline = recorded("""
        async def main():
            time.sleep(1)
        """)

    assert [(event.at, event.kind, event.what) for event in timeline.events] == [
        (0, "created", "main()"),
        (0, "blocked", "time.sleep"),
        (1, "ended", "ok"),
    ]
