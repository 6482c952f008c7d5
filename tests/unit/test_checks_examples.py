"""The example of every check runs, and is told apart from what the check refuses."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

import pytest_coro_lessons
from pytest_coro_lessons import checks

from .virtual import run_in_world

if TYPE_CHECKING:
    from pytest_coro_lessons.operations import World


def example_of(name: str) -> str:
    """The example in a check's docstring."""
    text = inspect.getdoc(getattr(checks, name)) or ""
    _, found, rest = text.partition("Example:\n")
    assert found, f"{name} has no example"
    lines = rest.split("\n")
    end = next((place for place, line in enumerate(lines) if line and line[0] != " "), len(lines))
    return textwrap.dedent("\n".join(lines[:end]))


@pytest.mark.parametrize("name", checks.__all__)
def test_the_example_uses_the_check_and_passes(name: str) -> None:
    source = example_of(name)
    public = {each: getattr(pytest_coro_lessons, each) for each in pytest_coro_lessons.__all__}
    names: dict[str, Any] = {"asyncio": asyncio, "contextlib": contextlib, **public}
    names["explain_comparison"] = checks.explain_comparison

    exec(compile(source, f"<example of {name}>", "exec"), names)
    (test,) = [value for each, value in names.items() if each.startswith("test_")]

    async def main(world: World) -> None:
        arguments = [world] if "world" in inspect.signature(test).parameters else []
        made = test(*arguments)
        if inspect.isawaitable(made):
            await made

    run_in_world(main)
    assert name in source
