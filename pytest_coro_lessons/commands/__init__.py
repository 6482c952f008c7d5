"""The ``coro-lessons`` command. Only this package prints, and only it knows click and rich."""

from pytest_coro_lessons.commands.cli import main

__all__ = ["main"]
