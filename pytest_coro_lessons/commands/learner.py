"""The learner's commands: their names, arguments and options.

Rule: each one imports its module when it runs: `--version` needs no rich and no lessons.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_coro_lessons.commands.building import Section
from pytest_coro_lessons.commands.completing import SHELLS, complete_code, complete_exercise

# As pytest_coro_lessons.reports.formats has them, which costs an import.
FORMATS = ("json", "junit", "gradescope", "classroom50", "exercism", "prairielearn", "csv")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_coro_lessons.commands.building import Builder
    from pytest_coro_lessons.texts import Texts


def section(builder: Builder) -> Section:
    """The commands in the order in which a learner meets them."""
    return Section(builder.texts("main.learners"), [*_doing(builder), *_looking(builder)])


def _doing(builder: Builder) -> Iterator[click.Command]:
    flag = builder.flag
    folder = click.Argument(["folder"], metavar="DIR", type=click.Path(path_type=Path))
    with_reference = flag("--with-reference", text="start.with_reference")
    yield builder.command("start", _start, folder, with_reference)
    which = _exercise(required=False)
    yield builder.command("watch", _watch, which, flag("--poll", text="watch.poll"))
    arguments = click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED, metavar="[-- ...]")
    as_json = flag("--json", "as_json", text="main.json")
    in_full = flag("--verbose", "-v", "in_full", text="run.in_full")
    yield builder.command("run", _run, which, arguments, as_json, in_full)
    yield builder.command("next", _next, flag("--skip", text="next.skip"))
    one, yes = _exercise(required=True), flag("--yes", "-y", text="reset.yes")
    yield builder.command("reset", _reset, one, yes)
    yield builder.command("verify", _verify, as_json)


def _looking(builder: Builder) -> Iterator[click.Command]:
    flag = builder.flag
    words = click.Argument(["words"], nargs=-1, metavar="[WORD]...")
    states = click.Choice(["done", "open", "begun", "new"])
    state = click.Option(["--state"], type=states, help=builder.texts("list.state"))
    as_json = flag("--json", "as_json", text="list.json")
    yield builder.command("list", _list, words, state, as_json)
    which = _exercise(required=False)
    yield builder.command("show", _show, which)
    level = click.Argument(["level"], type=click.IntRange(1, 3), required=False, metavar="[1|2|3]")
    yield builder.command("hint", _hint, which, level)
    code = click.Argument(["code"], required=False, shell_complete=complete_code)
    yield builder.command("explain", _explain, code)
    give_up = flag("--give-up", text="solution.give_up")
    yield builder.command("solution", _solution, _exercise(required=True), give_up)
    file = click.Argument(["file"], required=False, type=click.Path(path_type=Path))
    in_browser = flag("--open", "in_browser", text="report.open")
    as_json = flag("--json", "as_json", text="report.json")
    text = builder.texts("report.format", formats=", ".join(FORMATS))
    formats = click.Choice(FORMATS)
    name = click.Option(["--format", "name"], type=formats, metavar="FORMAT", help=text)
    yield builder.command("report", _report, file, name, in_browser, as_json)
    yield builder.command("doctor", _doctor, flag("--json", "as_json", text="doctor.json"))
    shell = click.Argument(["shell"], type=click.Choice(SHELLS))
    yield builder.command("completion", _completion, shell)


def _exercise(*, required: bool) -> click.Argument:
    return click.Argument(["exercise"], required=required, shell_complete=complete_exercise)


def status(texts: Texts, *, as_json: bool) -> None:
    """What `coro-lessons` alone does."""
    from pytest_coro_lessons.commands.status import show

    show(Path.cwd(), texts, as_json=as_json)


def _start(texts: Texts, *, folder: Path, with_reference: bool) -> None:
    from pytest_coro_lessons.commands.start import start

    try:
        start(folder, texts, with_reference=with_reference)
    except OSError as error:
        message = texts("start.cannot_write", file=error.filename, reason=error.strerror)
        raise click.ClickException(message) from error


def _watch(texts: Texts, *, exercise: str | None, poll: bool) -> None:
    from pytest_coro_lessons.commands.watch import watch

    watch(Path.cwd(), texts, exercise, poll=poll)


def _run(
    texts: Texts,
    *,
    exercise: str | None,
    arguments: tuple[str, ...],
    as_json: bool,
    in_full: bool,
) -> None:
    from pytest_coro_lessons.commands.running import run

    sys.exit(run(Path.cwd(), texts, exercise, arguments, as_json=as_json, in_full=in_full))


def _next(texts: Texts, *, skip: bool) -> None:
    from pytest_coro_lessons.commands.status import go_on

    go_on(Path.cwd(), texts, skip=skip)


def _list(texts: Texts, *, words: tuple[str, ...], state: str | None, as_json: bool) -> None:
    from pytest_coro_lessons.commands.listing import show

    show(Path.cwd(), texts, words, state, as_json=as_json)


def _show(texts: Texts, *, exercise: str | None) -> None:
    from pytest_coro_lessons.commands.reading import show

    show(Path.cwd(), texts, exercise)


def _hint(texts: Texts, *, exercise: str | None, level: int | None) -> None:
    from pytest_coro_lessons.commands.hint import show

    show(Path.cwd(), texts, exercise, level)


def _explain(texts: Texts, *, code: str | None) -> None:
    from pytest_coro_lessons.commands.explain import explain

    explain(Path.cwd(), texts, code)


def _solution(texts: Texts, *, exercise: str, give_up: bool) -> None:
    from pytest_coro_lessons.commands.solution import show

    show(Path.cwd(), texts, exercise, give_up=give_up)


def _reset(texts: Texts, *, exercise: str, yes: bool) -> None:
    from pytest_coro_lessons.commands.reset import reset

    reset(Path.cwd(), texts, exercise, yes=yes)


def _verify(texts: Texts, *, as_json: bool) -> None:
    from pytest_coro_lessons.commands.running import verify

    sys.exit(verify(Path.cwd(), texts, as_json=as_json))


def _report(
    texts: Texts, *, file: Path | None, name: str | None, in_browser: bool, as_json: bool
) -> None:
    from pytest_coro_lessons.commands.report import report, write_format

    if sum((name is not None, in_browser, as_json)) > 1:
        raise click.UsageError(texts("report.either"))
    if name is not None:
        write_format(Path.cwd(), texts, name, file)
    else:
        report(Path.cwd(), texts, file, in_browser=in_browser, as_json=as_json)


def _doctor(texts: Texts, *, as_json: bool) -> None:
    from pytest_coro_lessons.commands.doctor import examine, show

    findings = examine(Path.cwd(), os.environ, texts)
    show(findings, texts, as_json=as_json)
    if any(finding.level == "fail" for finding in findings):
        sys.exit(1)


def _completion(texts: Texts, *, shell: str) -> None:
    from pytest_coro_lessons.commands.completing import show_script

    del texts
    show_script(shell)
