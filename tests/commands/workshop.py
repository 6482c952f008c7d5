"""A course with one good exercise, and ways to break it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LESSON = """id = "drinks"
title = { en = "Drinks", es = "Bebidas" }
"""
README = """# Make tea

Wait for the kettle.

## What to do

```python
async def make_tea(boil): ...
```

## What is graded

| step | points |
|---|---|
| It waits for the kettle | 4 |
| The tea is of hot water | 1 |
"""
README_ES = """# Haz té

Espera a la tetera.

## Qué hay que hacer

```python
async def make_tea(boil): ...
```

## Qué se evalúa

| paso | puntos |
|---|---|
| Espera a la tetera | 4 |
| El té es de agua caliente | 1 |
"""
INFO = """id = "make-tea"
title = { en = "Make tea", es = "Haz té" }
requires = []
files = []

[[steps]]
id = "kettle"
title = { en = "It waits for the kettle", es = "Espera a la tetera" }
tests = ["test_takes_as_long_as_the_kettle"]
points = 4

[[steps]]
id = "tea"
title = { en = "The tea is of hot water", es = "El té es de agua caliente" }
tests = ["test_makes_tea_of_the_water"]
points = 1

[[hints]]
en = "Calling a coroutine function runs nothing yet."
es = "Llamar a una función corrutina todavía no ejecuta nada."

[[hints]]
en = "Look at what the name of the water holds."
es = "Mira qué contiene el nombre del agua."

[[hints]]
en = "The same pattern: `page = await fetch()` and then use `page`."
es = "El mismo patrón: `page = await fetch()` y después usa `page`."

[[wrong_answers]]
file = "reference/wrong_calling_is_waiting.py"
belief = { en = "A call is enough", es = "Con llamarla basta" }
fails = ["test_takes_as_long_as_the_kettle", "test_makes_tea_of_the_water"]
says = "CL401"
"""
STUB = '''"""Make tea."""

import asyncio


async def make_tea(boil):
    # TODO: wait for `boil()`, and return `"tea of "` with what it answers.
    raise NotImplementedError


if __name__ == "__main__":

    async def boil():
        await asyncio.sleep(1.0)
        return "hot water"

    print(asyncio.run(make_tea(boil)))
'''
TEST = '''"""Graded test of `make_tea`."""

from pytest_coro_lessons import result, took


async def test_takes_as_long_as_the_kettle(exercise, world):
    with took(3.0):
        await exercise.make_tea(world.operation("boil", seconds=3.0))


async def test_makes_tea_of_the_water(exercise, world):
    boil = world.operation("boil", seconds=3.0, returns="hot water")

    result(await exercise.make_tea(boil), "tea of hot water")
'''
SOLUTION = '''"""One solution of `make_tea`."""


async def make_tea(boil):
    boiled_water = await boil()
    return f"tea of {boiled_water}"
'''
WRONG = '''"""Wrong: nobody waits for the kettle."""


async def make_tea(boil):
    return f"tea of {boil()}"
'''
FILES = {
    "README.md": README,
    "README.es.md": README_ES,
    "exercise.toml": INFO,
    "exercise.py": STUB,
    "test_exercise.py": TEST,
    "reference/solution.py": SOLUTION,
    "reference/wrong_calling_is_waiting.py": WRONG,
}


def make_course(root: Path) -> Path:
    """Write a course with no exercise in it yet; return its lesson's folder."""
    lesson = root / "exercises" / "01_drinks"
    lesson.mkdir(parents=True)
    write(lesson / "lesson.toml", LESSON)
    write(lesson / "README.md", "# Drinks\n")
    write(lesson / "README.es.md", "# Bebidas\n")
    return lesson


def make_exercise(lesson: Path, name: str) -> Path:
    """Write the good exercise under another id; return its folder."""
    number = len([one for one in lesson.iterdir() if one.is_dir()]) + 1
    folder = lesson / f"{number:02}_{name.replace('-', '_')}"
    for path, text in FILES.items():
        write(folder / path, text.replace('id = "make-tea"', f'id = "{name}"'))
    return folder


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


# Ways to break an exercise.


def changed(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert text.count(old) >= 1
        write(folder / path, text.replace(old, new, 1))

    return change


def added(path: str, text: str) -> Callable[[Path], None]:
    def add(folder: Path) -> None:
        file = folder / path
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        write(file, before + text)

    return add


def removed(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def both(*breaks: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for one in breaks:
            one(folder)

    return change


def copied(path: str, to: str) -> Callable[[Path], None]:
    def copy(folder: Path) -> None:
        shutil.copy(folder / path, folder / to)

    return copy
