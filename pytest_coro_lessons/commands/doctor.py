"""``coro-lessons doctor``: whether everything that the course needs is there.

Rule: it reads and changes nothing, and each complaint says what mends it.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import click
from packaging.requirements import Requirement

from pytest_coro_lessons.commands import settings
from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons import (
    find_course,
    find_lessons,
    hidden_standard_module,
    packaged_exercises,
)

if TYPE_CHECKING:
    from pytest_coro_lessons.texts import Texts

_DISTRIBUTION = "pytest-coro-lessons"
_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


class Finding(NamedTuple):
    """One line of the report; ``mend`` is empty when all is well."""

    level: Literal["ok", "warn", "fail"]
    what: str
    mend: str = ""


class Place(NamedTuple):
    """Where the doctor looks."""

    here: Path
    environ: Mapping[str, str]


Examination: TypeAlias = Callable[[Place, "Texts"], Iterator[Finding]]


def examine(here: Path, environ: Mapping[str, str], texts: Texts) -> list[Finding]:
    """Examine this Python and the course around ``here``."""
    place = Place(here, environ)
    examinations: tuple[Examination, ...] = (
        _python,
        _requirements,
        _plugin,
        _pytest_on_path,
        _course,
        _hidden_modules,
        _settings,
        _progress,
        _watching,
    )
    return [finding for examination in examinations for finding in examination(place, texts)]


def show(findings: list[Finding], texts: Texts, *, as_json: bool = False) -> None:
    """Print the findings, one a line, and what they come to."""
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in findings], indent=2))
        return
    for level, what, mend in findings:
        click.echo(f"{click.style(f'{level:4}', _COLOURS[level])} {what}")
        if mend:
            click.echo(f"     -> {mend}")
    levels = {finding.level for finding in findings}
    worst = next(level for level in ("fail", "warn", "ok") if level in levels)
    click.echo()
    click.echo(texts(f"doctor.all_{worst}"))


def _python(_: Place, texts: Texts) -> Iterator[Finding]:
    version = platform.python_version()
    yield Finding("ok", texts("doctor.python", version=version, file=sys.executable))


def _requirements(_: Place, texts: Texts) -> Iterator[Finding]:
    try:
        lines = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        mend = texts("doctor.install", what=_DISTRIBUTION)
        yield Finding("fail", texts("doctor.missing", name=_DISTRIBUTION), mend)
        return
    for requirement in map(Requirement, lines):
        # Extras are for the project's own tests; a learner has none of them.
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _requirement(requirement, texts)


def _requirement(requirement: Requirement, texts: Texts) -> Finding:
    name, wanted = requirement.name, str(requirement.specifier)
    mend = texts("doctor.install", what=f'"{name}{wanted}"')
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding("fail", texts("doctor.missing", name=name), mend)
    if requirement.specifier.contains(version, prereleases=True):
        return Finding("ok", f"{name} {version}")
    return Finding("fail", texts("doctor.old", name=name, version=version, wanted=wanted), mend)


def _plugin(place: Place, texts: Texts) -> Iterator[Finding]:
    names = {entry.name for entry in metadata.entry_points(group="pytest11")}
    off = [name for name in ("coro_lessons", "asyncio") if f"no:{name}" in _added_options(place)]
    if place.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        mend = texts("doctor.unset", name="PYTEST_DISABLE_PLUGIN_AUTOLOAD")
        yield Finding("fail", texts("doctor.no_autoload"), mend)
    elif off:
        mend = texts("doctor.unset", name="PYTEST_ADDOPTS")
        yield Finding("fail", texts("doctor.plugin_off", name=off[0]), mend)
    elif "coro_lessons" in names:
        yield Finding("ok", texts("doctor.plugin"))
    else:
        mend = texts("doctor.install", what=_DISTRIBUTION)
        yield Finding("fail", texts("doctor.no_plugin"), mend)


def _added_options(place: Place) -> str:
    return place.environ.get("PYTEST_ADDOPTS", "")


def _pytest_on_path(place: Place, texts: Texts) -> Iterator[Finding]:
    found = shutil.which("pytest", path=place.environ.get("PATH", os.defpath))
    if found and Path(found).parent != Path(sys.executable).parent:
        mend = texts("doctor.activate", folder=Path(sys.executable).parent)
        yield Finding("warn", texts("doctor.other_pytest", file=found), mend)


def _course(place: Place, texts: Texts) -> Iterator[Finding]:
    course = find_course(place.here)
    if course is None:
        packaged = packaged_exercises()
        what = texts("doctor.no_course", folder=place.here)
        mend = texts("doctor.start_course") if packaged else texts("doctor.reinstall")
        yield Finding("warn" if packaged else "fail", what, mend)
        return
    try:
        lessons = find_lessons(course)
    except LessonError as error:
        place_of_error = f"{error.file}:{error.line}" if error.line else str(error.file)
        what, mend = error.what[texts.language], error.mend[texts.language]
        yield Finding("fail", f"{place_of_error}: {what}", mend)
        return
    count = sum(len(lesson.exercises) for lesson in lessons)
    yield Finding("ok", texts("doctor.course", count=count, folder=course))


def _hidden_modules(place: Place, texts: Texts) -> Iterator[Finding]:
    course = find_course(place.here)
    folders = (
        {place.here, *(file.parent for file in course.rglob("*.py"))} if course else {place.here}
    )
    hiding = [file for folder in sorted(folders) if (file := hidden_standard_module(folder))]
    for file in hiding:
        what = texts("doctor.hides", file=file, module=file.stem)
        yield Finding("fail", what, texts("doctor.rename"))
    if not hiding:
        yield Finding("ok", texts("doctor.hides_nothing"))


def _settings(place: Place, texts: Texts) -> Iterator[Finding]:
    found = settings.pytest_settings(place.here)
    if found is None:
        yield Finding("warn", texts("doctor.no_settings"), texts("doctor.add_settings"))
    elif "asyncio_default_fixture_loop_scope" in found.values:
        yield Finding("ok", texts("doctor.settings", file=found.file))
    else:
        what = texts("doctor.no_scope", file=found.file)
        yield Finding("warn", what, texts("doctor.add_scope"))


def _progress(place: Place, texts: Texts) -> Iterator[Finding]:
    course = find_course(place.here)
    if course is None:
        return
    from pytest_coro_lessons.progress.examining import examine_store

    found = examine_store(course.parent)
    if found.trouble is not None:
        yield Finding("warn", found.trouble.told(texts.language), texts("doctor.mend_progress"))
    elif found.attempts:
        yield Finding("ok", texts("doctor.progress", count=found.attempts, file=found.file))
    else:
        yield Finding("ok", texts("doctor.no_progress"))
    if found.damaged:
        names = ", ".join(file.name for file in found.damaged)
        mend = texts("doctor.mend_damaged", folder=found.file.parent)
        yield Finding("warn", texts("doctor.damaged", names=names), mend)


def _watching(_: Place, texts: Texts) -> Iterator[Finding]:
    kind = "fast" if hasattr(os, "fork") else "slow"
    yield Finding("ok", texts(f"doctor.watch_{kind}"))
