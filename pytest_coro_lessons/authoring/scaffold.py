"""New lessons and exercises, from templates.

Rule: what is there is never overwritten, and nothing but the new folder is written.
"""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pytest_coro_lessons.authoring.course import read_course
from pytest_coro_lessons.authoring.programs import draw_anew
from pytest_coro_lessons.lessons import exercise_folders, lesson_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_coro_lessons.lessons import Lesson

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_ENDING = ".j2"
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_SLUG = 40
_NUMBER = re.compile(r"(?P<number>\d+)_")


class ScaffoldError(ValueError):
    """Something new cannot be made; ``key`` names the words for the reason."""

    def __init__(self, *, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts


class Made(NamedTuple):
    """A new folder, and the files in it."""

    folder: Path
    files: list[Path]


def new_lesson(root: Path, name: str, *, number: int | None, language: str) -> Made:
    """Make a lesson in the course at ``root``, which may be its first.

    Raises:
        ScaffoldError: if the name cannot be one, or the name or the number is taken.
        OSError: if a file cannot be written.
    """
    slug = _slug(name)
    taken = {lesson.info.id: lesson.folder for lesson in read_course(root).lessons}
    folder = _new_folder(root, lesson_folders(root), slug, number, taken)
    made = _write("lesson", folder, slug, language)
    list(draw_anew(folder))
    return made


def new_exercise(root: Path, path: str, *, number: int | None, language: str) -> Made:
    """Make an exercise; ``path`` is its lesson's id, number or folder, ``/``, and its own name.

    Raises:
        ScaffoldError: if there is no such lesson, the name cannot be one, or the name or the
            number is taken.
        OSError: if a file cannot be written.
    """
    lesson_name, slash, name = path.rstrip("/").rpartition("/")
    if not slash:
        raise ScaffoldError(key="new.no_slash", name=path)
    course = read_course(root)
    lesson = _lesson_named(course.lessons, lesson_name.rpartition("/")[2])
    slug = _slug(name)
    taken = {exercise.id: exercise.folder for exercise in course.exercises}
    folder = _new_folder(lesson.folder, exercise_folders(lesson.folder), slug, number, taken)
    return _write("exercise", folder, slug, language)


def _slug(name: str) -> str:
    slug = name.replace("_", "-")
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise ScaffoldError(key="new.no_slug", name=name, longest=_LONGEST_SLUG)
    return slug


def _lesson_named(lessons: Sequence[Lesson], name: str) -> Lesson:
    for lesson in lessons:
        folder = lesson.folder.name
        number = _number_of(lesson.folder)
        slug = _NUMBER.sub("", folder, count=1)
        if name in (lesson.info.id, folder, slug, slug.replace("_", "-"), str(number)):
            return lesson
    known = ", ".join(lesson.info.id for lesson in lessons) or "-"
    raise ScaffoldError(key="new.no_lesson", name=name, known=known)


def _new_folder(
    parent: Path, siblings: Sequence[Path], slug: str, number: int | None, taken: dict[str, Path]
) -> Path:
    """Where it goes: behind the others, unless a free number is asked for."""
    if slug in taken:
        raise ScaffoldError(key="new.taken", id=slug, folder=taken[slug])
    numbers = {_number_of(folder): folder for folder in siblings}
    if number in numbers:
        raise ScaffoldError(key="new.number_taken", number=number, folder=numbers[number])
    chosen = max((one for one in numbers if one), default=0) + 1 if number is None else number
    return parent / f"{chosen:02}_{slug.replace('-', '_')}"


def _number_of(folder: Path) -> int | None:
    found = _NUMBER.match(folder.name)
    return int(found["number"]) if found else None


def _write(kind: str, folder: Path, slug: str, language: str) -> Made:
    files = dict(_rendered(kind, slug, language))
    # Raises if it is there, even as an empty folder: somebody has begun something.
    folder.mkdir(parents=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        with (folder / path).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    return Made(folder, [folder / path for path in files])


def _rendered(kind: str, slug: str, language: str) -> Iterator[tuple[Path, str]]:
    # Not at the top: 70 ms that only this needs.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = _TEMPLATES / kind
    # They are no HTML: what is special there is plain text in Python, TOML and Markdown.
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    name = slug.replace("-", "_")
    facts = {
        "id": slug,
        "name": f"{name}_" if keyword.iskeyword(name) else name,
        "title": slug.replace("-", " ").capitalize(),
        "say": lambda english, spanish: spanish if language == "es" else english,
    }
    for file in sorted(folder.rglob(f"*{_ENDING}")):
        path = file.relative_to(folder)
        text = environment.get_template(path.as_posix()).render(facts)
        yield path.with_name(path.name.removesuffix(_ENDING)), text
