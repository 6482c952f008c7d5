"""``coro-lessons start DIR``: a copy of the course to work in.

Rule: what is there already belongs to the learner. It is kept, and said to be kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pytest_coro_lessons.commands.handout import FRAME
from pytest_coro_lessons.commands.typed import typed
from pytest_coro_lessons.lessons import find_exercise, packaged_exercises
from pytest_coro_lessons.progress.store import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_coro_lessons.texts import Texts

_LISTED = 10
_ANSWER = "exercise.py"


class Copied(NamedTuple):
    """What became of the files of the course, by their path in the learner's folder."""

    new: list[Path]
    same: list[Path]
    kept: list[Path]


def start(folder: Path, texts: Texts, *, with_reference: bool) -> None:
    """Copy the course to ``folder`` and say what to type next.

    Raises:
        OSError: if a file cannot be written; those before it stay.
    """
    exercises = packaged_exercises()
    if exercises is None:
        raise click.ClickException(texts("start.no_course"))
    copied = copy_course(exercises, folder, with_reference=with_reference)
    here = folder.resolve()
    _keep_stubs(here, copied)
    click.echo(texts("start.copied", count=len(copied.new), folder=folder))
    say_what_was_kept(copied, texts)
    say_next(folder, texts)
    click.echo()
    click.echo(texts("start.or_watch", command=f"{typed('coro-lessons', here)} watch"))


def say_what_was_kept(copied: Copied, texts: Texts) -> None:
    if copied.kept:
        click.echo(texts("start.kept", count=len(copied.kept)))
        for path in copied.kept[:_LISTED]:
            click.echo(f"  {path}")
        if len(copied.kept) > _LISTED:
            click.echo(texts("start.more", count=len(copied.kept) - _LISTED))


def say_next(folder: Path, texts: Texts) -> None:
    """Say what to type to begin in the folder."""
    here = folder.resolve()
    click.echo()
    click.echo(texts("start.next"))
    if here != Path.cwd():
        click.echo(f"  cd {_quoted(str(folder))}")
    click.echo(f"  {typed('pytest', here)}")


def copy_course(exercises: Path, folder: Path, *, with_reference: bool) -> Copied:
    """Copy what is not there yet.

    Raises:
        OSError: if a file cannot be read or written.
    """
    sources = sorted(_files(exercises, with_reference=with_reference))
    return copy_files(((path, source.read_bytes()) for path, source in sources), folder)


def copy_files(files: Iterable[tuple[Path, bytes]], folder: Path) -> Copied:
    """Write files, given by path and content, where nothing is yet.

    Raises:
        OSError: if a file cannot be read or written.
    """
    copied = Copied([], [], [])
    for path, content in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            # "x": whoever wrote the file, and however late, their content stays.
            with target.open("xb") as stream:
                stream.write(content)
        except FileExistsError:
            same = target.is_file() and target.read_bytes() == content
            (copied.same if same else copied.kept).append(path)
        else:
            copied.new.append(path)
    return copied


def _keep_stubs(folder: Path, copied: Copied) -> None:
    """Keep the stubs of this version of the course, for `reset`."""
    exercises = [find_exercise(folder / path.parent) for path in copied.new if path.name == _ANSWER]
    with Progress(folder) as progress:
        progress.keep_stubs({one.id: one.answer_file.read_bytes() for one in exercises if one})


def _files(exercises: Path, *, with_reference: bool) -> Iterator[tuple[Path, Path]]:
    left_out = {"__pycache__"} if with_reference else {"__pycache__", "reference"}
    for source in exercises.rglob("*"):
        path = source.relative_to(exercises)
        if source.is_file() and not left_out.intersection(path.parts):
            yield "exercises" / path, source
    for source in FRAME.rglob("*"):
        path = source.relative_to(FRAME)
        if source.is_file() and path.parts[0] != "exercises":
            yield path, source


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
