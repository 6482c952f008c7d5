"""What `coro-lessons watch` does with saves, keys and the ends of runs.

Rule: an exercise that passes stays until the learner goes on.
"""

from __future__ import annotations

import queue
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

import click

from pytest_coro_lessons.commands.course import opened
from pytest_coro_lessons.commands.hint import show_hint
from pytest_coro_lessons.commands.runs import Verdict, arguments_for, how_it_ended, verdict_in
from pytest_coro_lessons.commands.watch.files import state_of
from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons import find_lessons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.commands.watch.runners import Runner
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.texts import Texts

# Seconds. The tests have limits of their own, which say more than this one can.
_LIMIT = 60.0
_TICK = 0.25


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed."""

    letter: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A run has ended by itself."""

    number: int
    code: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Some file of the course is another one now."""


Event: TypeAlias = "Key | Ended | Saved"


@dataclass
class Session:
    """One learner in front of one exercise.

    Attributes:
        folder: The folder ``exercises``.
        at_once: Keys come without Enter.
        results: Where the running tests write what they find.
        clear: Empties the screen before a run.
    """

    here: Path
    texts: Texts
    folder: Path
    exercise: Exercise
    runner: Runner
    events: queue.SimpleQueue[Event]
    results: Path
    clear: Callable[[], None]
    at_once: bool = True

    def __post_init__(self) -> None:
        self._running = 0
        self._deadline = 0.0
        self._verdict = Verdict()
        self._seen: Sequence[object] = ()
        self._asked_to_go_on = False
        self._keys = {
            "n": self._go_on,
            "h": lambda: self._with_course(self._show_hint),
            "l": lambda: self._with_course(self._show_list),
            "r": self._run,
            "v": lambda: self._run(in_full=True),
            "?": self._show_keys,
        }

    def loop(self) -> None:
        """Run the exercise and go on until the learner has had enough."""
        self._run()
        while True:
            try:
                event = self.events.get(timeout=_TICK)
            except queue.Empty:
                self._stop_if_late()
                continue
            if event == Key("q"):
                return
            self._take(event)

    def _take(self, event: Event) -> None:
        if isinstance(event, Ended):
            if event.number == self._running:
                self._running = 0
                self._tell(event.code)
        elif isinstance(event, Saved):
            # Other exercises are saved too, and a file is told of more than once.
            if self._find_again() != self._seen:
                self._run()
        elif event.letter in self._keys:
            went_on = self._asked_to_go_on
            self._keys[event.letter]()
            self._asked_to_go_on = self._asked_to_go_on and not went_on

    # Runs.

    def _run(self, *, in_full: bool = False) -> None:
        self._seen = self._find_again()
        if not self._seen:
            self._running = 0
            self.runner.stop()
            self._say("watch.gone", folder=self.exercise.folder.name)
            return
        self._asked_to_go_on = False
        self.results.unlink(missing_ok=True)
        self.clear()
        folders = [self.exercise.folder]
        arguments = arguments_for(
            folders, self.here, self.texts.language, self.results, in_full=in_full
        )
        self._running = self.runner.start(arguments)
        self._deadline = monotonic() + _LIMIT

    def _stop_if_late(self) -> None:
        if self._running and monotonic() > self._deadline:
            self._running = 0
            self.runner.stop()
            self._say("watch.too_long", seconds=f"{_LIMIT:g}")
            self._show_keys()

    def _tell(self, code: int) -> None:
        self._verdict = verdict_in(self.results)
        if not self._verdict.is_whole:
            self._with_course(self._keep)
            click.secho(f"\n{how_it_ended(code, self.texts)}", fg="red")
        elif self._verdict.done:
            self._with_course(self._show_done)
        self._show_keys()

    def _find_again(self) -> Sequence[object]:
        """The state of the exercise's files; it is found by its id if its folder has moved."""
        if not self.exercise.folder.is_dir():
            with suppress(LessonError):
                lessons = find_lessons(self.folder)
                exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
                found = (one for one in exercises if one.id == self.exercise.id)
                self.exercise = next(found, self.exercise)
        return state_of(self.exercise.folder)

    # With the course as it is at this moment.

    def _with_course(self, work: Callable[[Course], None]) -> None:
        try:
            with opened(self.here, self.texts) as course:
                work(course)
        except LessonError as error:
            click.secho(error.told(self.texts.language), fg="red")
        except click.ClickException as error:
            click.secho(str(error), fg="red")

    def _keep(self, course: Course) -> None:
        # Not at the top: it is for answers that end the process they run in.
        from pytest_coro_lessons.commands.broken_off import keep

        keep(course, self.exercise, self._verdict)

    def _choose(self, course: Course, exercise: Exercise) -> None:
        assert course.progress is not None, "unreachable because the course is the learner's"
        course.progress.current = exercise.id
        self.exercise = exercise

    def _show_done(self, course: Course) -> None:
        title = course.title(self.exercise)
        following = course.following(self.exercise)
        if following is None:
            text = self.texts("watch.all_done", title=title)
        else:
            text = self.texts("watch.done", title=title, following=course.title(following))
        click.secho(f"\n{text}", fg="green", bold=True)

    def _show_hint(self, course: Course) -> None:
        click.echo()
        show_hint(course, self.exercise, None)
        self._show_keys()

    def _show_list(self, course: Course) -> None:
        # Not at the top: it loads rich, which nobody waits for before the first run.
        from pytest_coro_lessons.commands.listing import show_lessons

        click.echo()
        show_lessons(course, course.lessons)
        self._show_keys()

    def _go_on(self) -> None:
        if self._running:
            return
        if not self._verdict.done and not self._asked_to_go_on:
            self._asked_to_go_on = True
            self._say("watch.not_done")
            return
        before = self.exercise
        self._with_course(self._choose_following)
        if self.exercise != before:
            self._verdict = Verdict()
            self._run()

    def _choose_following(self, course: Course) -> None:
        following = course.following(self.exercise)
        if following is None:
            click.echo(self.texts("watch.nothing_left"))
        else:
            self._choose(course, following)

    # Lines.

    def _say(self, key: str, **values: object) -> None:
        click.secho(f"\n{self.texts(key, **values)}", fg="yellow")

    def _show_keys(self) -> None:
        keys = self.texts("watch.keys" if self.at_once else "watch.letters")
        click.secho(f"\n{keys}", dim=True)
