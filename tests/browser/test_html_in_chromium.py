"""Promises of the HTML report in a real browser: accessible, alone, and usable without a mouse.

They need Chromium, Node.js, and the npm packages axe-core and playwright-core where Node.js finds
them, for example:

    npm install --prefix SOMEWHERE axe-core@4 playwright-core@1
    NODE_PATH=SOMEWHERE/node_modules pytest tests/browser
"""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.progress.history import Day
from pytest_coro_lessons.reports.html import Seen, html_report

from ..unit.courses import exercise
from ..unit.timelines import ALL, AT_ONCE

INSPECT = Path(__file__).with_name("inspect.cjs")
FINDS_PACKAGES = "require.resolve('axe-core'); require.resolve('playwright-core')"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BLOCKED = Diagnostic("CL501", {"seconds": 4.5, "count": 3}, "/course/exercise.py", 2)
HISTORY = [
    Day(date(2026, 11, 1), attempts=3, points=5, solved=1),
    Day(date(2026, 11, 2), attempts=9, points=20, solved=3),
    Day(date(2026, 11, 20), attempts=1, points=25, solved=4),
]
RAISED = Diagnostic("CL602", {"error": "ValueError", "message": "<b>no</b>"})

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def found_browser() -> str:
    """The path of a Chromium; skips where something that the tests need is missing."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    node = shutil.which("node")
    if browser is None or node is None:
        pytest.skip("needs Chromium and Node.js")
    found = subprocess.run([node, "-e", FINDS_PACKAGES], capture_output=True, check=False)
    if found.returncode:
        pytest.skip(
            "needs the npm packages axe-core and playwright-core; see this file's beginning"
        )
    return browser


def a_report(language: str) -> str:
    """A report with every kind of exercise, finding and figure, and with progress over time."""
    exercises = [exercise(name.replace("_", "-"), at) for at, name in enumerate(ALL, start=1)]
    kinds = [
        Outcome("test_boils", "failed", (BLOCKED, RAISED)),
        Outcome("test_boils", "passed"),
        Outcome("test_boils", "error"),
    ]
    outcomes = [grade(one, [kinds[at % 3]]) for at, one in enumerate(exercises)]
    outcomes.append(grade(exercise("not-run", 20), []))
    seen = {
        (one.id, "test_boils"): Seen(ALL[name], AT_ONCE if at % 2 else None, "why" * (at % 3 == 2))
        for at, (one, name) in enumerate(zip(exercises, ALL, strict=True))
    }
    return html_report(outcomes, seen, language, history=HISTORY)


@pytest.fixture(scope="module", params=["en", "es"])
def looked_at(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser says about the report, once for each language."""
    browser = found_browser()
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(a_report(request.param), encoding="utf-8")

    run = subprocess.run(
        ["node", str(INSPECT), browser, str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@SCHEMES
def test_axe_finds_nothing(looked_at: Any, scheme: str) -> None:
    seen = looked_at["schemes"][scheme]

    assert seen["violations"] == []
    assert seen["passes"] > 30


@SCHEMES
def test_the_file_itself_is_the_only_request(looked_at: Any, scheme: str) -> None:
    (request,) = looked_at["schemes"][scheme]["requests"]

    assert request.startswith("file://")
    assert request.endswith("/report.html")


@SCHEMES
def test_nothing_is_refused_or_fails(looked_at: Any, scheme: str) -> None:
    assert looked_at["schemes"][scheme]["errors"] == []


def test_light_and_dark_differ(looked_at: Any) -> None:
    backgrounds = {name: seen["background"] for name, seen in looked_at["schemes"].items()}

    assert backgrounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}


def test_the_arrow_keys_home_and_end_go_from_bar_to_bar(looked_at: Any) -> None:
    keys = looked_at["schemes"]["light"]["keys"]
    bars = keys["bars"]

    assert [(step["key"], bars.index(step["label"])) for step in keys["steps"]] == [
        ("Tab", 0),
        ("ArrowDown", 1),
        ("ArrowRight", 2),
        ("ArrowUp", 1),
        ("End", len(bars) - 1),
        ("ArrowDown", len(bars) - 1),
        ("Home", 0),
        ("ArrowLeft", 0),
    ]


def test_the_status_line_says_what_the_bar_says(looked_at: Any) -> None:
    steps = looked_at["schemes"]["dark"]["keys"]["steps"]

    assert [step["status"] for step in steps] == [step["label"] for step in steps]


def test_the_tab_key_leaves_the_figure(looked_at: Any) -> None:
    assert looked_at["schemes"]["light"]["keys"]["left"] is True


def test_a_narrow_window_does_not_scroll_sideways(looked_at: Any) -> None:
    assert looked_at["narrow"]["page"] <= looked_at["narrow"]["window"]


def test_paper_shows_what_is_folded(looked_at: Any) -> None:
    assert looked_at["folded_on_paper"] == 0
