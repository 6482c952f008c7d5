"""Promises of the layout: imports go one way, files stay small, and start-up stays cheap."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pytest_coro_lessons

PACKAGE = Path(pytest_coro_lessons.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"), key=str)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40


def name_of(module):
    return module.relative_to(PACKAGE).as_posix()


def test_imports_go_one_way(project_root):
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    run = subprocess.run(lint, cwd=project_root, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_is_short(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_functions_are_short(module):
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    long = {
        function.name: lines
        for function in functions
        if (lines := function.end_lineno - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("pytest_coro_lessons", {"asyncio", "click", "jinja2", "freezegun", "msgspec", "pytest"}),
        (
            "pytest_coro_lessons.plugin",
            {"click", "freezegun", "jinja2", "msgspec", "rich", "sqlite3", "watchfiles"},
        ),
        (
            "pytest_coro_lessons.commands",
            {"asyncio", "freezegun", "jinja2", "msgspec", "rich", "sqlite3", "watchfiles"},
        ),
    ],
)
def test_an_import_brings_nothing_that_it_may_not_need(module, unwanted):
    program = f"import sys, {module}; print(*sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert unwanted & set(run.stdout.split()) == set()
