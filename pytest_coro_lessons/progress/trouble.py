"""What can be wrong with the store of progress; never a reason to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

TroubleKind: TypeAlias = Literal["set_aside", "unreadable", "unwritable", "newer", "busy"]


class Trouble(NamedTuple):
    """Why progress is not kept as it should be."""

    kind: TroubleKind
    file: Path
    reason: str = ""

    def told(self, language: str) -> str:
        """Say it in one line."""
        from pytest_coro_lessons.texts import Texts

        texts = Texts("pytest_coro_lessons.progress", language)
        return texts(f"trouble.{self.kind}", file=self.file, reason=self.reason)
