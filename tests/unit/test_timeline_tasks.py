"""Promises of a timeline: tasks, who created them, what they wait for and who wakes them."""

from __future__ import annotations

import sys

import pytest

from .recordings import recorded, shape, written

eager = pytest.mark.skipif(sys.version_info < (3, 12), reason="no eager tasks before Python 3.12")


def test_gathered_calls_overlap() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.gather(fetch("a"), fetch("b", 2), fetch("c", 1.5))
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            waiting 0-2 tasks fetch('a'), fetch('b', 2), fetch('c', 1.5) :2, woken by fetch('b', 2)
          task fetch('a') 0-1 ok :2
              sleeping 0-1 sleep(1) :2
          task fetch('b', 2) 0-2 ok :2
              sleeping 0-2 sleep(2) :2
          task fetch('c', 1.5) 0-1.5 ok :2
              sleeping 0-1.5 sleep(1.5) :2
        """)
    assert timeline.max_in_flight == 3
    assert timeline.spans[0].segments[0].waits_for == (1, 2, 3)


def test_the_tasks_of_a_group_have_their_names_and_lines() -> None:
    timeline = recorded("""
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(fetch("a"), name="a")
                group.create_task(fetch("b", 2), name="b")
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            waiting 0-2 tasks 'a', 'b' :2, woken by b
          task a 0-1 ok :3
              sleeping 0-1 sleep(1) :2
          task b 0-2 ok :4
              sleeping 0-2 sleep(2) :2
        """)


def test_a_group_that_fails_cancels_the_rest() -> None:
    timeline = recorded("""
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(fetch("a", 5))
                group.create_task(boom())

        async def boom():
            await asyncio.sleep(1)
            raise ValueError("no")
        """)

    assert [(span.name, span.end, span.outcome) for span in timeline] == [
        ("main()", 1, "failed"),
        ("fetch('a', 5)", 1, "cancelled"),
        ("boom()", 1, "failed"),
    ]


def test_tasks_stand_below_the_call_that_created_them() -> None:
    timeline = recorded("""
        async def main():
            await both()

        async def both():
            await asyncio.gather(parent(), parent())

        async def parent():
            async with asyncio.TaskGroup() as group:
                group.create_task(fetch("a"))
        """)

    assert written(timeline) == shape("""
        task main() 0-1 ok
          call both() 0-1 ok :2
              waiting 0-1 tasks parent(), parent() :5, woken by parent()
            task parent() 0-1 ok :5
                waiting 0-1 task fetch('a') :8, woken by fetch('a')
              task fetch('a') 0-1 ok :9
                  sleeping 0-1 sleep(1) :2
            task parent() 0-1 ok :5
                waiting 0-1 task fetch('a') :8, woken by fetch('a')
              task fetch('a') 0-1 ok :9
                  sleeping 0-1 sleep(1) :2
        """)


def test_a_consumer_is_woken_by_its_producer() -> None:
    timeline = recorded("""
        async def main():
            queue = asyncio.Queue()
            await asyncio.gather(producer(queue), consumer(queue))

        async def producer(queue):
            for number in range(2):
                await asyncio.sleep(1)
                await queue.put(number)

        async def consumer(queue):
            for _ in range(2):
                await queue.get()
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            waiting 0-2 tasks producer(queue), consumer(queue) :3, woken by consumer(queue)
          task producer(queue) 0-2 ok :3
              sleeping 0-1 sleep(1) :7
              sleeping 1-2 sleep(1) :7
          task consumer(queue) 0-2 ok :3
              waiting 0-1 Queue.get :12, woken by producer(queue)
              waiting 1-2 Queue.get :12, woken by producer(queue)
        """)


def test_a_lock_is_waited_for_until_its_holder_lets_go() -> None:
    timeline = recorded("""
        async def main():
            lock = asyncio.Lock()
            await asyncio.gather(worker(lock, "a"), worker(lock, "b"))

        async def worker(lock, name):
            async with lock:
                await fetch(name)
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            waiting 0-2 tasks worker(lock, 'a'), worker(lock, 'b') :3, woken by worker(lock, 'b')
          task worker(lock, 'a') 0-1 ok :3
            call fetch('a') 0-1 ok :7
                sleeping 0-1 sleep(1) :2
          task worker(lock, 'b') 0-2 ok :3
              waiting 0-1 Lock.acquire :6, woken by worker(lock, 'a')
            call fetch('b') 1-2 ok :7
                sleeping 1-2 sleep(1) :2
        """)


@pytest.mark.parametrize(
    ("wait", "what"),
    [
        ("await event.wait()", "Event.wait"),
        ("async with semaphore: pass", "Semaphore.acquire"),
        ("async with condition: await condition.wait()", "Condition.wait"),
        ("await barrier.wait()", "Barrier.wait"),
        ("await queue.join()", "Queue.join"),
        ("await asyncio.wait_for(event.wait(), 9)", "Event.wait"),
        ("await asyncio.to_thread(time.sleep, 1)", "to_thread"),
        ("await loop.run_in_executor(None, time.sleep, 1)", "run_in_executor"),
        ("await loop.create_future()", "future"),
        ("await asyncio.shield(other)", "task fetch('other')"),
        ("await asyncio.wait_for(other, 9)", "task fetch('other')"),
        ("await asyncio.wait([other])", "task fetch('other')"),
        ("await asyncio.gather(asyncio.gather(other))", "task fetch('other')"),
        ("await next(iter(asyncio.as_completed([other])))", "task fetch('other')"),
    ],
)
def test_what_a_task_waits_for_is_said_as_it_was_typed(wait: str, what: str) -> None:
    timeline = recorded(f"""
        event, semaphore, condition = asyncio.Event(), asyncio.Semaphore(0), asyncio.Condition()
        barrier, queue = asyncio.Barrier(2), asyncio.Queue()

        async def main():
            queue.put_nowait(1)
            other = asyncio.create_task(fetch("other"))
            asyncio.create_task(waits(other, asyncio.get_running_loop()))
            await asyncio.sleep(1)

        async def waits(other, loop):
            {wait}
        """)

    assert timeline["waits"].segments[0].what == what


def test_each_task_of_a_wait_is_named_until_it_is_done() -> None:
    timeline = recorded("""
        async def main():
            tasks = [asyncio.create_task(fetch(number, number)) for number in (1, 2, 3, 4)]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in asyncio.as_completed(tasks):
                await task
        """)

    assert [segment.what for segment in timeline["main"].segments] == [
        "tasks fetch(1), fetch(2, 2), fetch(3, 3) and 1 more",
        "tasks fetch(2, 2), fetch(3, 3), fetch(4, 4)",
        "tasks fetch(3, 3), fetch(4, 4)",
        "task fetch(4, 4)",
    ]


def test_a_shielded_task_outlives_the_wait_for_it() -> None:
    timeline = recorded("""
        async def main():
            task = asyncio.create_task(fetch("a", 3))
            try:
                async with asyncio.timeout(1):
                    await asyncio.shield(task)
            except TimeoutError:
                await task
        """)

    assert written(timeline) == shape("""
        task main() 0-3 ok
            waiting 0-1 task fetch('a', 3) :5
            waiting 1-3 task fetch('a', 3) :7, woken by fetch('a', 3)
          task fetch('a', 3) 0-3 ok :2
              sleeping 0-3 sleep(3) :2
        """)


def test_what_wait_for_waits_for_is_a_call_on_every_python() -> None:
    timeline = recorded("""
        async def main():
            await fetches(9)
            await fetches(1)

        async def fetches(timeout):
            try:
                await asyncio.wait_for(fetch("a", 2), timeout)
            except TimeoutError:
                print
        """)

    assert written(timeline) == shape("""
        task main() 0-3 ok
          call fetches(9) 0-2 ok :2
            call fetch('a', 2) 0-2 ok :7
                sleeping 0-2 sleep(2) :2
          call fetches(1) 2-3 ok :3
            call fetch('a', 2) 2-3 cancelled :7
                sleeping 2-3 sleep(2) :2
        """)


def test_what_wait_for_waits_for_is_a_wait_where_it_is_asyncios_own() -> None:
    timeline = recorded("""
        async def main():
            event = asyncio.Event()
            await asyncio.gather(sets(event), asyncio.wait_for(event.wait(), 9), waits(event))

        async def sets(event):
            await asyncio.sleep(1)
            event.set()

        async def waits(event):
            await asyncio.wait_for(event.wait(), 9)
        """)

    assert written(timeline) == shape("""
        task main() 0-1 ok
            waiting 0-1 tasks sets(event), wait_for(fut, 9), waits(event) :3, woken by waits(event)
          task sets(event) 0-1 ok :3
              sleeping 0-1 sleep(1) :6
          task wait_for(fut, 9) 0-1 ok :3
              waiting 0-1 Event.wait :3, woken by sets(event)
          task waits(event) 0-1 ok :3
              waiting 0-1 Event.wait :10, woken by sets(event)
        """)


def test_coroutines_of_asyncio_are_tasks_too() -> None:
    timeline = recorded("""
        async def main():
            await asyncio.gather(asyncio.sleep(1), asyncio.to_thread(time.sleep, 2))
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            waiting 0-2 tasks sleep(1), to_thread(sleep, 2) :2, woken by to_thread(sleep, 2)
          task sleep(1) 0-1 ok :2
              sleeping 0-1 sleep(1) :2
          task to_thread(sleep, 2) 0-2 ok :2
              waiting 0-2 to_thread :2
        """)


@eager
def test_eager_tasks_begin_within_the_step_that_creates_them() -> None:
    timeline = recorded("""
        async def main():
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            async with asyncio.TaskGroup() as group:
                group.create_task(quick(), name="quick")
                group.create_task(outer(), name="outer")

        async def quick():
            pass

        async def outer():
            await asyncio.create_task(fetch("a"))
        """)

    assert written(timeline) == shape("""
        task main() 0-1 ok
            waiting 0-1 task 'outer' :3, woken by outer
          task quick 0-0 ok :4
          task outer 0-1 ok :5
              waiting 0-1 task fetch('a') :11, woken by fetch('a')
            task fetch('a') 0-1 ok :11
                sleeping 0-1 sleep(1) :2
        """)


@eager
def test_an_eager_task_wakes_and_blocks_in_its_own_name() -> None:
    timeline = recorded("""
        async def main():
            event = asyncio.Event()
            waiter = asyncio.create_task(waits(event))
            await asyncio.sleep(1)
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            asyncio.create_task(sets(event))
            await waiter

        async def waits(event):
            await event.wait()

        async def sets(event):
            time.sleep(1)
            event.set()
        """)

    assert written(timeline) == shape("""
        task main() 0-2 ok
            sleeping 0-1 sleep(1) :4
          task waits(event) 0-2 ok :3
              waiting 0-2 Event.wait :10, woken by sets(event)
          task sets(event) 1-2 ok :6
              blocking 1-2 time.sleep :13
        """)


def test_tasks_of_a_factory_of_the_programs_own_are_recorded() -> None:
    timeline = recorded("""
        def make(loop, coroutine, **options):
            return asyncio.Task(coroutine, loop=loop, **options)

        async def main():
            asyncio.get_running_loop().set_task_factory(make)
            await asyncio.create_task(fetch("a"), name="mine")
        """)

    assert [span.name for span in timeline] == ["main()", "mine"]


def test_a_task_cancelled_before_its_first_step_has_only_been_created() -> None:
    timeline = recorded("""
        async def main():
            task = asyncio.create_task(fetch("a"))
            task.cancel()
            await asyncio.wait([task])
        """)

    assert written(timeline) == shape("""
        task main() 0-0 ok
          task fetch('a') 0-0 cancelled :2
        """)


def test_events_tell_who_did_what_in_order() -> None:
    timeline = recorded("""
        async def main():
            task = asyncio.create_task(fetch("a"))
            await task
        """)

    assert [
        (event.at, event.kind, event.span, event.by, event.what) for event in timeline.events
    ] == [
        (0, "created", 0, None, "main()"),
        (0, "created", 1, 0, "fetch('a')"),
        (1, "woken", 1, None, "sleep(1)"),
        (1, "ended", 1, None, "ok"),
        (1, "woken", 0, 1, "task fetch('a')"),
        (1, "ended", 0, None, "ok"),
    ]


def test_a_lock_of_the_programs_own_is_a_call() -> None:
    timeline = recorded("""
        class SlowLock(asyncio.Lock):
            async def acquire(self):
                await asyncio.sleep(1)
                return await super().acquire()

        async def main():
            async with SlowLock():
                pass
        """)

    assert written(timeline) == shape("""
        task main() 0-1 ok
          call SlowLock.acquire() 0-1 ok :7
              sleeping 0-1 sleep(1) :3
        """)


def test_a_task_cancelled_before_a_lock_is_cancelled_there() -> None:
    timeline = recorded("""
        async def main():
            lock = asyncio.Lock()
            await lock.acquire()
            task = asyncio.create_task(outer(lock))
            await asyncio.sleep(1)
            task.cancel()

        async def outer(lock):
            await inner(lock)

        async def inner(lock):
            async with lock:
                pass
        """)

    assert [(span.name, span.outcome) for span in timeline] == [
        ("main()", "ok"),
        ("outer(lock)", "cancelled"),
        ("inner(lock)", "cancelled"),
    ]


def test_an_awaitable_of_the_programs_own_is_not_looked_into() -> None:
    timeline = recorded("""
        class Curious:
            def __getattr__(self, name):
                raise AssertionError(name)
            def __await__(self):
                return asyncio.sleep(1).__await__()

        async def main():
            await asyncio.wait_for(Curious(), 5)
            await Curious()
        """)

    assert (timeline["main"].outcome, timeline.seconds) == ("ok", 2)
