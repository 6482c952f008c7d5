"""The options of the command line and the ini file, and what may be said in them."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = "PYTEST_CORO_LESSONS_LANG"


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
        "--coro-real-limit",
        metavar="SECONDS",
        type=float,
        default=5.0,
        help="real seconds that a graded test may take; 0: no limit (default: 5)",
    )
    _add_files(group)
    group.addoption("--coro-resume", help=argparse.SUPPRESS)
    parser.addini("coro_lang", "language of what a learner reads: en or es", default="")


def _add_files(group: pytest.OptionGroup) -> None:
    """Declare the options that name a file to write."""
    group.addoption("--coro-json", metavar="PATH", help="write the results to this file")
    group.addoption(
        "--coro-html", metavar="PATH", help="write a report with all exercises as one HTML page"
    )
    group.addoption(
        "--coro-trace", metavar="PATH", help="write the timelines as a trace for Perfetto"
    )
    group.addoption(
        "--coro-mermaid",
        metavar="PATH",
        help="add a summary in Markdown to this file (default: GITHUB_STEP_SUMMARY, if set)",
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
    if problem is not None:
        raise pytest.UsageError(problem)
    if config.getoption("coro_lang") or config.getini("coro_lang") or os.environ.get(_VARIABLE):
        # Asked for by name: a wrong name is said at once. Else nobody may read it in this run.
        choose_language(config, os.environ)


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
