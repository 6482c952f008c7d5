"""Writes the files that a run was asked for, where it has a terminal to say so if it cannot.

Rule: a file that cannot be written costs its own line, and never the rest of the run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..reports.files import obstacle, write_whole

if TYPE_CHECKING:
    from collections.abc import Generator

_NAME = "coro_lessons_writing"


class Writing:
    """Registered as a plugin when the first file is asked for; ``of`` gives the one of a run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._troubles: dict[str, str] = {}
        """What went wrong at last, by who asked for the file."""

    @classmethod
    def of(cls, config: pytest.Config) -> Writing:
        """Return the one of a run, which must be there before the session ends."""
        found: Writing | None = config.pluginmanager.getplugin(_NAME)
        if found is None:
            found = cls(config)
            config.pluginmanager.register(found, _NAME)
        return found

    def write(self, option: str, path: str, content: str | bytes, *, add: bool = False) -> None:
        """Write a file that ``option`` asked for, or add to it; the file's folder is made."""
        file = self._config.invocation_params.dir / path
        # What a learner typed may be no text to anybody else.
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self._troubles.pop(option, None)
        try:
            if add:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("ab") as stream:
                    stream.write(data)
            else:
                write_whole(file, data)
        except OSError as error:
            self.failed(option, f"cannot write {path!r}: {error.strerror or error}")

    def failed(self, option: str, why: str) -> None:
        """Keep why a file is not there, to be told at the end."""
        self._troubles[option] = why

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, Any, Any]:
        result = yield
        is_asked_for = any(option.startswith("--") for option in self._troubles)
        # What only the environment asked for is not what the run was for.
        if is_asked_for and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> Generator[None, Any, Any]:
        # After everything else: below, only pytest's own last line is to stand.
        result = yield
        for option, why in self._troubles.items():
            terminalreporter.write_line(f"{option}: {why}", red=True)
        return result


def refuse_unwritable(config: pytest.Config, *options: str) -> None:
    """Refuse paths that cannot be written to before anything runs.

    Raises:
        UsageError: naming the option and the value.
    """
    for option in options:
        path = config.getoption(option.removeprefix("--").replace("-", "_"))
        if path is None:
            continue
        why = obstacle(config.invocation_params.dir / Path(path))
        if why is not None:
            msg = f"{option}: cannot write {path!r}: {why}"
            raise pytest.UsageError(msg)
