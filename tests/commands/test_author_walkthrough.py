"""An author's way from `new` to a passing `check`, in a terminal, in both languages."""

import os
import re
import sys
from pathlib import Path

import pytest

from .terminal import Terminal

PROGRAM = Path(sys.executable).with_name("coro-lessons")
LOCALES = {"en": "en_GB.UTF-8", "es": "es_ES.UTF-8"}
LEFT = {"en": "something is left to do: TODO", "es": "queda algo por hacer: TODO"}
MENDED = {
    "en": "1 exercise and 3 answers checked. 0 things to mend.",
    "es": "Comprobado: 1 ejercicio y 3 respuestas. Hay 0 cosas que arreglar.",
}
WRONG = {"en": "learner is told CL401 first", "es": "quien aprende lee primero CL401"}
NEXT = re.compile(r"coro-lessons (new exercise|check) (\S+)")


@pytest.fixture(params=["en", "es"])
def language(request):
    return request.param


@pytest.fixture
def typed(tmp_path, language):
    """Type a command in a terminal whose locale is the author's; return its code and screen."""
    path = os.pathsep.join([str(PROGRAM.parent), os.environ.get("PATH", os.defpath)])
    environ = {"PATH": path, "TERM": "xterm", "HOME": str(tmp_path), "LANG": LOCALES[language]}

    def typed(*words):
        with Terminal([PROGRAM, *words], tmp_path, environ) as terminal:
            return terminal.wait_for_end(), terminal.screen

    return typed


def write_what_is_missing(folder):
    """Do as an author does: write something of one's own where the word TODO stands."""
    for file in {one for one in folder.rglob("*.*") if one.name != "exercise.py"}:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("TODO: ", "Written: "), encoding="utf-8")


def test_from_new_to_a_passing_check(typed, tmp_path, language):
    code, screen = typed("new", "lesson", "hot-drinks")
    assert (code, NEXT.search(screen)[1]) == (0, "new exercise")

    code, screen = typed("new", "exercise", "hot-drinks/make-tea")
    assert code == 0
    exercise = tmp_path / NEXT.search(screen)[2]

    code, screen = typed("check", "--budget=60")
    assert (code, LEFT[language] in screen) == (1, True)

    write_what_is_missing(exercise.parent)
    code, screen = typed("check", "--budget=60")
    assert (code, MENDED[language] in screen) == (0, True), screen

    metadata = exercise / "exercise.toml"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("CL401", "CL601"), "utf-8")
    code, screen = typed("check", str(exercise.relative_to(tmp_path)), "--budget=60")
    assert (code, WRONG[language] in screen) == (1, True)
