"""``coro-lessons watch``: feedback on the current exercise whenever a file of it is saved."""

from __future__ import annotations

import os
import queue
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.runs import results_file
from pytest_coro_lessons.commands.watch.files import Watcher
from pytest_coro_lessons.commands.watch.keys import reading_keys
from pytest_coro_lessons.commands.watch.runners import make_runner
from pytest_coro_lessons.commands.watch.session import Ended, Key, Saved, Session

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_coro_lessons.commands.watch.session import Event
    from pytest_coro_lessons.texts import Texts


def watch(here: Path, texts: Texts, name: str | None, *, poll: bool) -> None:
    """Watch the named exercise, else the current one, until the learner quits."""
    with opened(here, texts) as course:
        exercise = course.chosen(name)
        assert course.progress is not None, "unreachable because the course is the learner's"
        course.progress.current = exercise.id
        folder = course.folder
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    # As Ctrl-C does, so that the terminal is left as it was.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    runner = make_runner(here, lambda number, code: events.put(Ended(number, code)))
    with (
        suppress(KeyboardInterrupt),
        results_file() as results,
        Watcher(folder, lambda: events.put(Saved()), poll=poll),
        reading_keys(lambda key: events.put(Key(key.casefold()))) as at_once,
    ):
        try:
            Session(here, texts, folder, exercise, runner, events, results, _clear, at_once).loop()
        finally:
            runner.close()


def _clear() -> None:
    """Begin a page, if there are pages."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        click.clear()
    else:
        click.echo()
    sys.stdout.flush()
