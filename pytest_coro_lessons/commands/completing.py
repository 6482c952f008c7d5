"""What a shell completes behind ``coro-lessons``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from pytest_coro_lessons.diagnostics import choose_language
from pytest_coro_lessons.errors import CoroLessonsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.lessons import Exercise

SHELLS = ("bash", "zsh", "fish")
_PROGRAM = "coro-lessons"
_VARIABLE = "_CORO_LESSONS_COMPLETE"


def complete_exercise(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The ids of the exercises; their titles are shown beside them."""
    del context, parameter
    language = choose_language(None, None, {})
    return [
        CompletionItem(name, help=exercise.info.title.in_language(language))
        for exercise in _exercises()
        for name in (exercise.id, exercise.number)
        if (begun and name.startswith(begun)) or (not begun and name == exercise.id)
    ]


def complete_lesson(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The ids of the lessons, each ready for the name of a new exercise."""
    del context, parameter
    ids = dict.fromkeys(exercise.lesson.id for exercise in _exercises())
    return [CompletionItem(f"{name}/") for name in ids if name.startswith(begun)]


def complete_code(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The codes of diagnostics."""
    from pytest_coro_lessons.diagnostics.catalogue import catalogue

    del context, parameter
    return [CompletionItem(code) for code in catalogue("en") if code.startswith(begun.upper())]


def _exercises() -> Iterator[Exercise]:
    from pytest_coro_lessons.lessons import find_course, find_lessons, packaged_exercises

    folder = find_course(Path.cwd()) or packaged_exercises()
    try:
        lessons = find_lessons(folder) if folder else ()
    except CoroLessonsError:
        return  # whoever runs the command is told
    for lesson in lessons:
        yield from lesson.exercises


def show_script(shell: str) -> None:
    """Print what makes a shell complete our commands, to be evaluated at its start."""
    made = get_completion_class(shell)
    assert made is not None, "unreachable because click knows these shells"
    click.echo(made(click.Command(_PROGRAM), {}, _PROGRAM, _VARIABLE).source())
