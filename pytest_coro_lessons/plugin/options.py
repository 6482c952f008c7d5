"""The options of the command line and the ini file, and what may be said in them."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = "PYTEST_CORO_LESSONS_LANG"
_FILES = ("--coro-json", "--coro-html", "--coro-trace", "--coro-mermaid")


def add_options(parser: pytest.Parser) -> None:
    """Declare the options and ini values."""
    group = parser.getgroup("coro-lessons", "coro-lessons (exercises on a virtual clock)")
    group.addoption(
        "--coro-lang", metavar="LANG", help="language of what a learner reads: en or es"
    )
    group.addoption(
        "--coro-answer",
        metavar="NAME",
        help="grade this file of each exercise's folder instead of exercise.py",
    )
    group.addoption(
        "--coro-answers",
        metavar="DIR",
        help="grade DIR/<lesson>/<exercise>/exercise.py; what is not there is not started",
    )
    group.addoption(
        "--coro-timeline",
        choices=("auto", "unicode", "ascii", "off"),
        default="auto",
        help="how a failure draws what ran when (default: auto, what the terminal can show)",
    )
    group.addoption(
        "--coro-record",
        action="store_true",
        help="draw what ran when in every test in virtual time that fails, as in exercises",
    )
    group.addoption(
        "--coro-real-limit",
        metavar="SECONDS",
        type=float,
        default=5.0,
        help="real seconds that a graded test may take; 0: no limit (default: 5)",
    )
    _add_orders(group)
    _add_files(group)
    group.addoption("--coro-resume", help=argparse.SUPPRESS)
    parser.addini("coro_lang", "language of what a learner reads: en or es", default="")
    parser.addini("coro_record", "the same as --coro-record, for every run", "bool", default=False)


def _add_orders(group: pytest.OptionGroup) -> None:
    """Declare the options that say in which orders explored tests run."""
    group.addoption(
        "--coro-explore",
        metavar="N",
        type=int,
        help="try so many orders of what comes from outside in each explored test; 0: none",
    )
    group.addoption(
        "--coro-replay",
        metavar="TOKEN",
        help="run explored tests in this order only, such as 0.1 or c3",
    )


def _add_files(group: pytest.OptionGroup) -> None:
    """Declare the options that name a file to write."""
    group.addoption("--coro-json", metavar="PATH", help="write the results to this file")
    group.addoption(
        "--coro-report",
        action="append",
        default=[],
        metavar="FORMAT=PATH",
        help="write the results to this file in a format of other programs: json, junit, "
        "gradescope, classroom50, exercism, prairielearn or csv; may be given several times",
    )
    group.addoption(
        "--coro-html", metavar="PATH", help="write a report with all exercises as one HTML page"
    )
    group.addoption(
        "--coro-trace", metavar="PATH", help="write the timelines as a trace for Perfetto"
    )
    group.addoption(
        "--coro-mermaid",
        metavar="PATH",
        help="add a summary of the exercises in Markdown to this file (default: "
        "GITHUB_STEP_SUMMARY, if set)",
    )


def check_options(config: pytest.Config) -> None:
    """Refuse what cannot be meant.

    Raises:
        UsageError: naming the option, the value and what is allowed.
    """
    answers, limit = config.getoption("coro_answers"), config.getoption("coro_real_limit")
    problem = None
    if answers is not None and config.getoption("coro_answer") is not None:
        problem = "use either --coro-answer or --coro-answers"
    elif answers is not None and not (config.invocation_params.dir / answers).is_dir():
        problem = f"--coro-answers must be a folder; got {answers!r}"
    elif not limit >= 0:
        problem = f"--coro-real-limit must be 0 or more seconds; got {limit:g}"
    problem = problem or _problem_with_orders(config)
    if problem is not None:
        raise pytest.UsageError(problem)
    if not hasattr(config, "workerinput"):
        _check_files(config)
    if config.getoption("coro_lang") or config.getini("coro_lang") or os.environ.get(_VARIABLE):
        # Asked for by name: a wrong name is said at once. Else nobody may read it in this run.
        choose_language(config, os.environ)


def asks_for_files(config: pytest.Config) -> bool:
    """Tell whether a file is asked for that is written at the end of any run."""
    return any(config.getoption(name) for name in ("coro_html", "coro_trace", "coro_mermaid"))


def records_everything(config: pytest.Config) -> bool:
    """Tell whether a timeline is kept of every test in virtual time."""
    asked = config.getoption("coro_record") or config.getini("coro_record")
    return bool(asked or config.getoption("coro_trace"))


def _check_files(config: pytest.Config) -> None:
    """Refuse a path before the tests run rather than after them."""
    given = [option for option in _FILES if config.getoption(option[2:].replace("-", "_"))]
    if given:
        from .writing import refuse_unwritable

        refuse_unwritable(config, *given)
    if config.getoption("coro_report"):
        from .report_files import wanted

        wanted(config)


def choose_language(config: pytest.Config, environ: Mapping[str, str]) -> None:
    """Choose the language that a learner reads.

    Raises:
        UsageError: if there are no words in the language asked for.
    """
    from ..diagnostics import choose_language, set_language

    option, ini = config.getoption("coro_lang"), str(config.getini("coro_lang"))
    try:
        set_language(choose_language(option, ini, environ))
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


def _problem_with_orders(config: pytest.Config) -> str | None:
    count, token = config.getoption("coro_explore"), config.getoption("coro_replay")
    if count is not None and count < 0:
        return f"--coro-explore must be 0 or more orders; got {count}"
    if token is None:
        return None
    from ..explore import Token, TokenError

    try:
        Token.parse(token)
    except TokenError as error:
        return f"--coro-replay: {error}"
    return None
