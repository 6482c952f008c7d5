"""For `coro-lessons strength`: what one test has noticed, no other test needs to look at.

Not loaded by itself; the command asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class UntilNoticed:
    """Leaves out the tests of an exercise after the first one that fails."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._noticed: set[Path] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.path.parent in self._noticed:
            pytest.skip("noticed by a test before")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # Where reports arrive, also those of a process that was ended before this one.
        if report.failed:
            self._noticed.add((self._root / report.nodeid.partition("::")[0]).parent)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(UntilNoticed(config.rootpath))
