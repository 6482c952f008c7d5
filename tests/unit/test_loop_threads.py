"""What threads do in virtual time: their turns, their waits, and what becomes of a refused one."""

from __future__ import annotations

import asyncio
import itertools
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from concurrent.futures import wait as wait_for_futures
from time import sleep
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons import CheckFailed, VirtualClock, no_new_threads
from pytest_coro_lessons.loop.strangers import Stranger

from .loops import loop, now, now_ns, run

if TYPE_CHECKING:
    from collections.abc import Callable


# A thread that does not start.


def test_after_a_refused_thread_the_executor_works_as_before() -> None:
    async def main() -> list[str]:
        with pytest.raises(CheckFailed), no_new_threads():
            await asyncio.to_thread(ran.append, "refused")
        await asyncio.to_thread(ran.append, "allowed again")
        return ran

    ran: list[str] = []

    assert run(main()) == ["allowed again"]


class TooLate(ThreadPoolExecutor):
    """Fails when one of its threads has the call already, as it may where threads run out."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        while not future.running():
            pass
        msg = "can't start new thread"
        raise RuntimeError(msg)


def test_a_call_whose_submit_failed_does_nothing_even_if_a_thread_has_it() -> None:
    async def main() -> None:
        with pytest.raises(RuntimeError, match="can't start new thread"):
            await loop().run_in_executor(executor, ran.append, "after all")
        await asyncio.sleep(1)

    ran: list[str] = []

    with TooLate(1) as executor:
        run(main())

    assert ran == []


# Waits with a timeout, in the loop's own thread and in its workers.


def in_own_thread(call: Callable[[], Any], **options: Any) -> Any:
    async def main() -> tuple[Any, float]:
        return call(), now()

    return run(main(), **options)


def in_a_worker(call: Callable[[], Any], **options: Any) -> Any:
    async def main() -> tuple[Any, float]:
        return await asyncio.to_thread(call), now()

    return run(main(), **options)


def get() -> str:
    try:
        return str(queue.Queue[str]().get(timeout=1))
    except queue.Empty:
        return "given up"


def put() -> str:
    full = queue.Queue[str](1)
    full.put("first")
    try:
        full.put("second", timeout=1)
    except queue.Full:
        return "given up"
    return "put"


def wait_until_it_holds() -> str:
    condition = threading.Condition()
    with condition:
        return "held" if condition.wait_for(lambda: False, timeout=1) else "given up"


def pass_a_barrier() -> str:
    try:
        threading.Barrier(2).wait(timeout=1)
    except threading.BrokenBarrierError:
        return "given up"
    return "passed"


def acquire() -> str:
    return "acquired" if threading.Semaphore(0).acquire(timeout=1) else "given up"


def wait_for_an_event() -> str:
    return "set" if threading.Event().wait(timeout=1) else "given up"


def ask_a_future() -> str:
    try:
        return str(Future[str]().result(timeout=1))
    except TimeoutError:
        return "given up"


def take_those_done() -> str:
    try:
        return str(list(as_completed([Future[str]()], timeout=1)))
    except TimeoutError:
        return "given up"


def wait_for_those_done() -> str:
    done, _ = wait_for_futures([Future[str]()], timeout=1)
    return "done" if done else "given up"


def ask_another_worker() -> str:
    with ThreadPoolExecutor(1) as executor:
        call = executor.submit(threading.Event().wait, 1)
        return "set" if call.result(timeout=2) else "given up"


WAITS = [
    get,
    put,
    wait_until_it_holds,
    pass_a_barrier,
    acquire,
    wait_for_an_event,
    ask_a_future,
    take_those_done,
    wait_for_those_done,
    ask_another_worker,
]


@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
@pytest.mark.parametrize("wait", WAITS)
def test_a_wait_is_given_up_after_as_many_virtual_seconds(
    wait: Callable[[], str], where: Callable[..., Any]
) -> None:
    assert where(wait) == ("given up", 1.0)


def test_what_comes_in_time_ends_a_wait_at_its_instant() -> None:
    async def main() -> tuple[str, float]:
        letters = queue.Queue[str]()
        getting = asyncio.create_task(asyncio.to_thread(letters.get, timeout=1))
        await asyncio.sleep(0.5)
        letters.put("a")
        return await getting, now()

    assert run(main()) == ("a", 0.5)


def test_timeouts_end_at_whole_nanoseconds() -> None:
    async def main() -> list[int]:
        ends = []
        for _ in range(10):
            with pytest.raises(queue.Empty):
                queue.Queue[str]().get(timeout=0.1)
            ends.append(now_ns())
        return ends

    assert run(main()) == [count * 100_000_000 for count in range(1, 11)]


@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
def test_who_computes_what_is_left_in_floats_comes_to_an_end(
    where: Callable[..., Any],
) -> None:
    def wait_by_hand() -> None:
        # 0.1 + 0.2 is more than 0.3, by less than a nanosecond.
        time.sleep(0.1)
        end = clock.time() + 0.2
        while (left := end - clock.time()) > 0:
            threading.Event().wait(left)

    clock = VirtualClock()

    where(wait_by_hand, clock=clock)

    assert clock.time() == pytest.approx(0.3)


def test_threads_that_live_in_real_time_count_it() -> None:
    async def main() -> None:
        thread = threading.Thread(target=lambda: clocks.extend([queue_time(), threading_time()]))
        thread.start()
        thread.join()
        clocks.append(time.monotonic())

    def queue_time() -> float:
        return queue.time()  # type: ignore[attr-defined, no-any-return]

    def threading_time() -> float:
        return threading._time()  # type: ignore[attr-defined, no-any-return]

    clocks: list[float] = [time.monotonic()]

    run(main())

    assert clocks == sorted(clocks)
    assert {type(clock) for clock in clocks} == {float}


def test_with_the_last_loop_the_library_has_its_clocks_back() -> None:
    run(asyncio.sleep(1))

    assert vars(queue)["time"] is vars(threading)["_time"] is time.monotonic
    assert vars(as_completed.__globals__["time"]) is vars(time)


# Joins of threads that the program starts by itself, and that live in real time.


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> itertools.count[int]:
    """The clock by which the loop loses its patience with threads, as soon as it looks at it."""
    seconds = itertools.count()
    monkeypatch.setattr(Stranger, "_monotonic", staticmethod(lambda: next(seconds)))
    return seconds


class Endless:
    """A thread that ends when the test does."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.thread = threading.Thread(target=self._stop.wait)

    def __enter__(self) -> threading.Thread:
        return self.thread

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self.thread.ident is not None:
            self.thread.join()


def state(thread: threading.Thread) -> str:
    return "goes on" if thread.is_alive() else "has ended"


@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
def test_who_joins_a_thread_that_ends_waits_for_no_virtual_time(where: Callable[..., Any]) -> None:
    def join() -> str:
        thread = threading.Thread(target=int)
        thread.start()
        thread.join(timeout=3)
        return state(thread)

    assert where(join) == ("has ended", 0.0)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
def test_who_joins_a_thread_that_goes_on_gives_up_after_as_many_virtual_seconds(
    where: Callable[..., Any],
) -> None:
    def join() -> str:
        with Endless() as thread:
            thread.start()
            thread.join(timeout=3)
            return state(thread)

    assert where(join) == ("goes on", 3.0)


def test_a_thread_that_was_there_before_the_loop_is_waited_for_too() -> None:
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()

    def join() -> str:
        go.set()
        thread.join(timeout=3)
        return state(thread)

    assert in_own_thread(join) == ("has ended", 0.0)


def test_patience_with_a_thread_is_lost_once(impatient: itertools.count[int]) -> None:
    def join() -> None:
        thread.start()
        thread.join(timeout=1)
        looks.append(next(impatient))
        thread.join(timeout=1)
        looks.append(next(impatient))

    looks: list[int] = []
    with Endless() as thread:
        assert in_own_thread(join) == (None, 2.0)

    assert looks[1] == looks[0] + 1


@pytest.mark.parametrize("timeout", [-1, 0])
def test_a_join_that_does_not_wait_takes_no_time(timeout: float) -> None:
    def join() -> str:
        with Endless() as thread:
            thread.start()
            thread.join(timeout)
            return state(thread)

    assert in_own_thread(join) == ("goes on", 0.0)


@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
def test_joins_that_make_no_sense_are_refused_as_ever(where: Callable[..., Any]) -> None:
    def join_itself() -> None:
        threading.current_thread().join(timeout=1)

    def join_too_early() -> None:
        threading.Thread(target=int).join(timeout=1)

    for join, said in ((join_itself, "current thread"), (join_too_early, "before it is started")):
        with pytest.raises(RuntimeError, match=said):
            where(join)


# The sleep of the module time, under the names that other modules have for it.


@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
def test_a_sleep_imported_by_name_takes_virtual_seconds(where: Callable[..., Any]) -> None:
    assert where(lambda: sleep(1)) == (None, 1.0)


def test_a_sleep_imported_by_name_blocks_the_loop() -> None:
    async def main() -> list[tuple[float, float, str]]:
        sleep(1)
        return [(each.at, each.seconds, each.file) for each in loop().blockings]

    assert run(main()) == [(0.0, 1.0, __file__)]


def test_with_the_last_loop_modules_have_their_names_back() -> None:
    real = sleep

    async def main() -> bool:
        return sleep is real

    assert run(main()) is False
    assert sleep is real is time.sleep


def module(kind: type[ModuleType] = ModuleType, **names: object) -> ModuleType:
    made = kind("made_by_a_test")
    vars(made).update(names)
    return made


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModuleType], None]:
    return lambda module: monkeypatch.setitem(sys.modules, module.__name__, module)


def test_a_module_that_was_imported_after_another_loop_counts_as_well(
    imported: Callable[[ModuleType], None],
) -> None:
    run(asyncio.sleep(1))
    late = module(nap=time.sleep)
    imported(late)

    assert in_a_worker(lambda: late.nap(2)) == (None, 2.0)
    assert late.nap is time.sleep


def test_the_same_module_imported_anew_counts_as_well(
    imported: Callable[[ModuleType], None],
) -> None:
    imported(module())
    run(asyncio.sleep(1))
    anew = module(nap=time.sleep)
    imported(anew)

    assert in_a_worker(lambda: anew.nap(2)) == (None, 2.0)


def test_what_a_test_has_put_under_such_a_name_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    run(asyncio.sleep(1))
    slept: list[float] = []
    monkeypatch.setattr(sys.modules[__name__], "sleep", slept.append)

    assert in_own_thread(lambda: sleep(1)) == (None, 0.0)
    assert slept == [1]


class Lazy(ModuleType):
    """Is loaded as soon as anything of it is asked for."""

    loaded = False

    def __getattribute__(self, name: str) -> Any:
        type(self).loaded = True
        return super().__getattribute__(name)


class WithoutHash(ModuleType):
    def __eq__(self, other: object) -> bool:
        raise NotImplementedError

    __hash__ = None  # type: ignore[assignment]


class NoModule:
    @property
    def __class__(self) -> type:  # type: ignore[override]
        raise NotImplementedError


def test_a_module_that_loads_itself_late_is_not_loaded(
    imported: Callable[[ModuleType], None],
) -> None:
    imported(module())
    sys.modules["made_by_a_test"] = Lazy("lazy")

    run(asyncio.sleep(1))

    assert not Lazy.loaded


@pytest.mark.parametrize("strange", [lambda: WithoutHash("strange"), NoModule, lambda: None])
def test_strange_things_among_the_modules_do_no_harm(
    imported: Callable[[ModuleType], None], strange: Callable[[], Any]
) -> None:
    imported(module())
    sys.modules["made_by_a_test"] = strange()

    assert in_own_thread(lambda: sleep(1)) == (None, 1.0)


@pytest.mark.parametrize("where", [in_own_thread, in_a_worker])
def test_another_process_is_waited_for_in_real_time(where: Callable[..., Any]) -> None:
    def start_another() -> int:
        return subprocess.run([sys.executable, "-c", ""], timeout=60, check=True).returncode

    assert where(start_another) == (0, 0.0)
