"""The course that a command is about, and the learner's place in it."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.typed import typed
from pytest_coro_lessons.lessons import find_course, find_lessons, packaged_exercises
from pytest_coro_lessons.progress.model import ExerciseProgress
from pytest_coro_lessons.progress.store import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_coro_lessons.lessons import Exercise, Lesson
    from pytest_coro_lessons.texts import Texts


# So many exercises can be read in a line.
_LISTED = 8


class UnknownExerciseError(click.ClickException):
    """No exercise has that name; the message names those that are close."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Course:
    """The lessons, and how far the learner is.

    Attributes:
        here: Where the command was typed; paths are shown from here.
        folder: The folder ``exercises``.
        progress: None for the course of the package, in which nobody works.
    """

    here: Path
    texts: Texts
    folder: Path
    lessons: tuple[Lesson, ...]
    progress: Progress | None

    @property
    def exercises(self) -> list[Exercise]:
        return [exercise for lesson in self.lessons for exercise in lesson.exercises]

    def progress_of(self, exercise: Exercise) -> ExerciseProgress:
        if self.progress is None:
            return ExerciseProgress("not_started")
        return self.progress.of(exercise)

    def find(self, name: str) -> Exercise:
        """The exercise with that id, number, slug, folder name or path.

        Raises:
            UnknownExerciseError: naming the nearest ones.
        """
        path = (self.here / name).resolve()
        for exercise in self.exercises:
            names = (exercise.id, exercise.number, exercise.slug, exercise.folder.name)
            if name in names or exercise.folder.resolve() in (path, path.parent):
                return exercise
        known = {exercise.number: exercise for exercise in self.exercises}
        known |= {exercise.id: exercise for exercise in self.exercises}
        near = [known[found].id for found in difflib.get_close_matches(name, known)]
        ids = list(dict.fromkeys(near))
        if not ids and len(self.exercises) > _LISTED:
            unlike = self.texts("course.unlike", name=name, command=self.typed("list"))
            raise UnknownExerciseError(unlike)
        known_ids = ", ".join(ids or [exercise.id for exercise in self.exercises])
        raise UnknownExerciseError(self.texts("course.unknown", name=name, known=known_ids))

    def chosen(self, name: str | None) -> Exercise:
        """The exercise with that name, or the current one if there is no name.

        Raises:
            UnknownExerciseError: if there is no such exercise.
        """
        if name is not None:
            return self.find(name)
        # With everything done, the last one is as good as any.
        return self.current() or self.exercises[-1]

    def current(self) -> Exercise | None:
        """The exercise to do now, or the one just done; None when all are done.

        It stays until the learner goes on, by choosing another one or by working at one.
        """
        latest = None if self.progress is None else self._worked_at()
        if latest is not None and (not self._is_done(latest) or self.following(latest)):
            return latest
        return self.following(None)

    def following(self, exercise: Exercise | None) -> Exercise | None:
        """The next exercise that is not done, beginning again at the end; None if none is left."""
        exercises = self.exercises
        start = 0 if exercise is None else exercises.index(exercise) + 1
        in_order = exercises[start:] + exercises[:start]
        others = (one for one in in_order if one != exercise and not self._is_done(one))
        return next(others, None)

    def _worked_at(self) -> Exercise | None:
        """The exercise chosen last; if that is done, the one tried last."""
        assert self.progress is not None
        by_id = {exercise.id: exercise for exercise in self.exercises}
        chosen = by_id.get(self.progress.current or "")
        if chosen is None or not self._is_done(chosen):
            return chosen
        latest = max(self.progress.attempts(), key=lambda attempt: attempt.last_at, default=None)
        return chosen if latest is None else by_id.get(latest.exercise, chosen)

    def _is_done(self, exercise: Exercise) -> bool:
        return self.progress_of(exercise).state == "passed"

    # How things are shown.

    def title(self, exercise: Exercise) -> str:
        title = exercise.info.title.in_language(self.texts.language)
        return f"{exercise.number} {title}".strip()

    def shown(self, path: Path | str) -> str:
        """The path from where the reader is, if it is below; editors and terminals can open it."""
        path = self.here / path
        return (path.relative_to(self.here) if path.is_relative_to(self.here) else path).as_posix()

    def reading(self, exercise: Exercise) -> Path:
        """The task in the reader's language, else in English."""
        translated = exercise.folder / f"README.{self.texts.language}.md"
        return translated if translated.is_file() else exercise.folder / "README.md"

    def typed(self, *words: str) -> str:
        """A command of ours as this reader has to type it."""
        return " ".join([typed("coro-lessons", self.here), *words])


@contextmanager
def opened(here: Path, texts: Texts, *, to_work: bool = True) -> Iterator[Course]:
    """Open the course around ``here``, and say at the end if its progress cannot be kept.

    Args:
        to_work: Only the course of a learner will do, not the one of the package.

    Raises:
        ClickException: if there is no course.
        LessonError: if one of its files is not as it must be.
    """
    own = find_course(here)
    folder = own if own is not None or to_work else packaged_exercises()
    if folder is None:
        start = f"{typed('coro-lessons', here)} {texts('course.start')}"
        raise click.ClickException(texts("course.none", folder=here, start=start))
    lessons = tuple(lesson for lesson in find_lessons(folder) if lesson.exercises)
    if not lessons:
        raise click.ClickException(texts("course.empty", folder=folder))
    if own is None:
        yield Course(here, texts, folder, lessons, None)
        return
    with Progress(folder.parent) as progress:
        yield Course(here, texts, folder, lessons, progress)
        if progress.trouble is not None:
            click.echo(progress.trouble.told(texts.language), err=True)
