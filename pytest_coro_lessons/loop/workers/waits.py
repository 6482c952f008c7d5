"""The waits of the threading library, where virtual time rules.

In a worker they give the turn to others; in the loop's own thread they block the loop while its
workers and the time go on. Everywhere else they are the library's own.
"""

from __future__ import annotations

import concurrent.futures
import functools
import queue
import threading
import time
from _thread import allocate_lock
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..hosts import host_of_this_thread, running_host
from ..patches import Patch, Patches
from ..strangers import is_of_executor
from .deadlines import Moment, TimeModule
from .signals import Depth
from .worker import current_worker, worker_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

    from ..hosts import Host

    WaitUntil = Callable[[Callable[[], bool], float | None], bool]

_SLICE = 0.005


def _virtual_host() -> Host | None:
    """Return the loop in whose time the calling thread waits."""
    if _real_time.depth:
        return None
    worker = current_worker()
    return worker.host if worker is not None else running_host()


def _virtual_wait() -> WaitUntil | None:
    host = _virtual_host()
    if host is None:
        return None
    worker = current_worker()
    return worker.wait_until if worker is not None else host._block_until


def _wait(self: Any, timeout: float | None = None) -> bool:
    """``threading.Condition.wait``."""
    wait_until = _virtual_wait()
    if wait_until is None:
        return bool(_wait_patch.original(self, timeout))
    if not self._is_owned():
        msg = "cannot wait on un-acquired lock"
        raise RuntimeError(msg)
    # As in the standard library, so that its notify() finds the waiter; notify() releases it.
    waiter = allocate_lock()
    waiter.acquire()
    self._waiters.append(waiter)
    state = self._release_save()
    notified = False
    try:
        notified = wait_until(lambda: not waiter.locked(), timeout)
        return notified
    finally:
        self._acquire_restore(state)
        if not notified:
            with suppress(ValueError):
                self._waiters.remove(waiter)


def _join(self: threading.Thread, timeout: float | None = None) -> None:
    """``threading.Thread.join``.

    An executor's thread only ends if its worker gets its turns; any other one lives in real time,
    but a timeout is one of virtual seconds.
    """
    if timeout is not None and timeout > 0 and not is_of_executor(self):
        timeout = _virtual_part_of_join(self, timeout)
    while timeout is None and self.is_alive() and is_of_executor(self):
        wait_until = _virtual_wait() or _wait_of_resting_loop(self)
        if wait_until is None or worker_of(self) is None:
            _join_patch.original(self, _SLICE)
        else:
            wait_until(lambda: worker_of(self) is None, None)
    _join_patch.original(self, timeout)


def _virtual_part_of_join(thread: threading.Thread, timeout: float) -> float:
    """Wait for the end of a thread in virtual time, if one may; return what is left to wait."""
    host, wait_until = _virtual_host(), _virtual_wait()
    if host is None or wait_until is None:
        return timeout
    if thread is threading.current_thread() or not thread.is_alive():
        return timeout
    # Nobody else may have heard of it: it may have been started before the loop was.
    host._take_in(thread)
    wait_until(lambda: not thread.is_alive(), timeout)
    return 0


def _wait_of_resting_loop(thread: threading.Thread) -> WaitUntil | None:
    """Let a loop's workers go on while it does not run: who joins their threads waits for them."""
    worker = worker_of(thread)
    if worker is None or worker.host.is_running():
        return None
    return worker.host._block_until


def _submit(
    self: ThreadPoolExecutor, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Future[Any]:
    """``ThreadPoolExecutor.submit``: by a program in virtual time, a call that takes turns."""
    submit = functools.partial(_submit_patch.original, self)
    host = host_of_this_thread()
    if host is None or _passing_on.depth:
        return submit(fn, *args, **kwargs)  # type: ignore[no-any-return]
    return host._own_crew.submit(self, functools.partial(fn, *args, **kwargs), submit)


def submit_in_turn(executor: ThreadPoolExecutor, call: Callable[[], None]) -> Future[Any]:
    """Hand a call over that takes turns already, by an executor's own ``submit``."""
    with _passing_on:
        return executor.submit(call)


def _start(self: threading.Thread) -> None:
    """``threading.Thread.start``: waits for the new thread in real time."""
    with _real_time:
        _start_patch.original(self)
    host = host_of_this_thread()
    if host is not None and not is_of_executor(self):
        host._take_in(self)


def _clock_of_waits(real: Callable[[], float]) -> Callable[[], float]:
    def monotonic() -> float:
        """Tell the time by which the calling thread waits."""
        host = _virtual_host()
        return real() if host is None else Moment(host.time_ns())

    return monotonic


_passing_on = Depth()
_real_time = Depth()


_wait_patch = Patch(threading.Condition, "wait", _wait)
_submit_patch = Patch(concurrent.futures.ThreadPoolExecutor, "submit", _submit)
_join_patch = Patch(threading.Thread, "join", _join)

_start_patch = Patch(threading.Thread, "start", _start)

_real_monotonic = vars(threading)["_time"]
_monotonic = _clock_of_waits(_real_monotonic)
_time_of_futures = TimeModule(monotonic=_clock_of_waits(lambda: time.monotonic()))

_clock_patches = (
    Patch(threading, "_time", _monotonic, over=_real_monotonic),
    Patch(queue, "time", _monotonic, over=_real_monotonic),
    Patch(concurrent.futures._base, "time", _time_of_futures, over=time),
)

virtual_threads = Patches(_wait_patch, _submit_patch, _join_patch, _start_patch, *_clock_patches)
