"""A learner's way from `start` to three exercises done, in a terminal, in both languages."""

import os
import sys
from pathlib import Path

import pytest

from pytest_coro_lessons.lessons import find_lessons, packaged_exercises

from .terminal import Terminal

PROGRAM = Path(sys.executable).with_name("coro-lessons")
LOCALES = {"en": "en_GB.UTF-8", "es": "es_ES.UTF-8"}
LAST_LINE = {"en": "q quit", "es": "q salir"}
DONE = {"en": "{title} is done. Press n", "es": "{title}: hecho. Pulsa n"}
HINT = {"en": "hint 1 of 3", "es": "pista 1 de 3"}
HOW_FAR = {"en": "3 of {count} exercises done", "es": "3 de {count} ejercicios hechos"}
TO_START = {"en": "coro-lessons start my-course", "es": "coro-lessons start mi-curso"}


@pytest.fixture(params=["en", "es"])
def language(request):
    return request.param


@pytest.fixture
def open_terminal(tmp_path, language):
    """Type a command in a terminal whose locale is the reader's."""
    path = os.pathsep.join([str(PROGRAM.parent), os.environ.get("PATH", os.defpath)])
    environ = {"PATH": path, "TERM": "xterm", "HOME": str(tmp_path), "LANG": LOCALES[language]}

    def open_terminal(*words, folder=tmp_path):
        return Terminal([PROGRAM, *words], folder, environ)

    return open_terminal


@pytest.fixture
def typed(open_terminal):
    """Type a command that ends by itself; return its exit code and what it printed."""

    def typed(*words, folder):
        with open_terminal(*words, folder=folder) as terminal:
            return terminal.wait_for_end(), terminal.screen

    return typed


def solve(terminal, exercise, original, language):
    """Go wrong in the way that the course knows best, ask for a hint, and mend it."""
    wrong = original.info.wrong_answers[0]
    save(exercise, original.folder / wrong.file)
    told = terminal.wait_for(LAST_LINE[language])
    terminal.send("h")
    hint = terminal.wait_for(LAST_LINE[language])
    save(exercise, original.folder / "reference" / "solution.py")
    done = terminal.wait_for(LAST_LINE[language])
    title = f"{exercise.number} {exercise.info.title.in_language(language)}"
    assert wrong.says in told
    assert HINT[language] in hint
    assert DONE[language].format(title=title) in done


def save(exercise, source):
    unfinished = exercise.folder / ".exercise.py.swp"
    unfinished.write_bytes(source.read_bytes())
    unfinished.replace(exercise.answer_file)


def exercises_in(folder):
    return [exercise for lesson in find_lessons(folder) for exercise in lesson.exercises]


def test_from_start_to_three_exercises_done(typed, open_terminal, tmp_path, language):
    code, screen = typed(folder=tmp_path)
    assert (code, TO_START[language] in screen) == (1, True)

    course = tmp_path / "course"
    code, screen = typed("start", "course", folder=tmp_path)
    assert (code, "coro-lessons watch" in screen) == (0, True)

    exercises, originals = exercises_in(course / "exercises"), exercises_in(packaged_exercises())
    code, screen = typed(folder=course)
    assert (code, exercises[0].answer_file.relative_to(course).as_posix() in screen) == (0, True)

    with open_terminal("watch", folder=course) as terminal:
        terminal.wait_for(LAST_LINE[language])
        solve(terminal, exercises[0], originals[0], language)
        terminal.send("n")
        terminal.wait_for(LAST_LINE[language])
        solve(terminal, exercises[1], originals[1], language)
        terminal.send("n")
        terminal.wait_for(LAST_LINE[language])
        solve(terminal, exercises[2], originals[2], language)
        terminal.send("q")
        assert terminal.wait_for_end() == 0

    code, screen = typed("next", folder=course)
    assert exercises[3].info.title.in_language(language) in screen
    assert HOW_FAR[language].format(count=len(exercises)) in screen

    assert typed("verify", folder=course)[0] == 0
    assert typed("report", folder=course)[0] == 0
    assert typed("doctor", folder=course)[0] == 0
