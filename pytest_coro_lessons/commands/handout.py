"""What a teacher hands out: the chosen exercises as nobody has touched them, without ``reference``.

Rule: only what belongs to the course goes out. Answers stay, and so does whatever else a folder in
which somebody has worked may hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_coro_lessons.commands.readings import Readings
from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.progress.store import digest
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.commands.course import Course
    from pytest_coro_lessons.lessons import Exercise

# Settings and readings for the learner's folder; `exercises` is beside them in a wheel only.
FRAME = Path(__file__).resolve().parent.parent / "course"
_OF_EXERCISE = ("exercise.toml", "test_exercise.py", "README.md", "README.es.md")
_LANGUAGE = re.compile(r"^# coro_lang = \w+$", re.MULTILINE)
_TO_DO = b"TODO"


@dataclass(frozen=True, slots=True)
class Handout:
    """A choice of exercises.

    Attributes:
        first: The language that the handout is in at first sight; None leaves it to each reader.
    """

    course: Course
    chosen: tuple[Exercise, ...]
    first: str | None = None

    def files(self) -> Iterator[tuple[Path, bytes]]:
        """Yield path and content of each file.

        Raises:
            LessonError: if a stub is not known.
            OSError: if a file cannot be read.
        """
        found = dict(self._sources())
        left_out = [one for one in self.course.exercises if one not in self.chosen]
        exercises = Path("exercises")
        readings = Readings(
            frozenset(path.as_posix() for path in found),
            tuple((exercises / self._path(one), one.id) for one in left_out),
            (exercises / self._path(self.chosen[0]), self.chosen[0].id),
            self.first,
        )
        for path, content in sorted(found.items()):
            if path.suffix == ".md":
                yield readings.edited(path, content)
            elif path.name == "pytest.ini" and self.first is not None:
                settings = content.decode("utf-8")
                yield path, _LANGUAGE.sub(f"coro_lang = {self.first}", settings).encode("utf-8")
            else:
                yield path, content

    def _sources(self) -> Iterator[tuple[Path, bytes]]:
        for source in _files_in(FRAME):
            path = source.relative_to(FRAME)
            if path.parts[0] != "exercises":
                yield path, source.read_bytes()
        home = self.course.folder.parent
        of_lessons = [*self.course.folder.iterdir()]
        for folder in sorted({exercise.folder.parent for exercise in self.chosen}):
            of_lessons += folder.iterdir()
        for source in of_lessons:
            if source.is_file() and not source.name.startswith("."):
                yield source.relative_to(home), source.read_bytes()
        for exercise in self.chosen:
            yield from self._of_exercise(exercise, home)

    def _of_exercise(self, exercise: Exercise, home: Path) -> Iterator[tuple[Path, bytes]]:
        listed = [name for name in exercise.info.files if not name.startswith("reference")]
        extra = [exercise.folder / name for name in listed]
        named = [exercise.folder / name for name in _OF_EXERCISE]
        for source in (*named, *extra):
            inside = [source] if source.is_file() else _files_in(source)
            for file in inside:
                yield file.relative_to(home), file.read_bytes()
        stub = self._stub(exercise)
        if stub is not None:
            yield exercise.answer_file.relative_to(home), stub

    def _stub(self, exercise: Exercise) -> bytes | None:
        """The file to begin with; what somebody has answered is none."""
        file, progress = exercise.answer_file, self.course.progress
        content = file.read_bytes() if file.is_file() else None
        if progress is None:
            return content
        kept = progress.stub(exercise.id)
        attempts = progress.attempts(exercise.id)
        tried = {one.answer for one in attempts if one.status != "not_started"}
        is_answer = digest(file) in tried
        if content is not None and not is_answer and (kept is None or _TO_DO in content):
            return content
        if kept is None and is_answer:
            every = [Texts(__package__, language) for language in LANGUAGES]
            what = {texts.language: texts("export.is_answer") for texts in every}
            mend = {texts.language: texts("export.put_back") for texts in every}
            raise LessonError(file, what, mend)
        return kept

    def _path(self, exercise: Exercise) -> Path:
        return exercise.folder.relative_to(self.course.folder)


def _files_in(folder: Path) -> list[Path]:
    """All files below a folder but what Python has left there."""
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    ]
