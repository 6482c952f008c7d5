"""What one run left behind: collected while it runs, told apart from what other runs left."""

from .clocks import NANOSECONDS, Clock, clock_of
from .collector import Collector
from .coroutines import Origins, Unawaited
from .findings import (
    about_blockings,
    about_busy,
    about_crossings,
    about_destroyed,
    about_left_running,
    about_never_awaited,
    about_own_threads,
    about_unclosed,
    about_unretrieved,
    task_labels,
)
from .loops import HeardErrors, HeardGenerators
from .model import Crossing, Evidence, LeftRunning, NeverAwaited, Unclosed, Unretrieved
from .places import Place, place_in_stack, place_in_traceback
from .replaced import Replaced
from .tasks import NewTasks, leaked_tasks, tasks_now
from .threads import NewThreads

__all__ = [
    "NANOSECONDS",
    "Clock",
    "Collector",
    "Crossing",
    "Evidence",
    "HeardErrors",
    "HeardGenerators",
    "LeftRunning",
    "NeverAwaited",
    "NewTasks",
    "NewThreads",
    "Origins",
    "Place",
    "Replaced",
    "Unawaited",
    "Unclosed",
    "Unretrieved",
    "about_blockings",
    "about_busy",
    "about_crossings",
    "about_destroyed",
    "about_left_running",
    "about_never_awaited",
    "about_own_threads",
    "about_unclosed",
    "about_unretrieved",
    "clock_of",
    "leaked_tasks",
    "place_in_stack",
    "place_in_traceback",
    "task_labels",
    "tasks_now",
]
