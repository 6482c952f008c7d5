"""A timeline that still grows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Span, Timeline


class LiveTimeline(ABC):
    """Stands for the timeline of a program that goes on: each look sees what was recorded so far.

    Who takes a timeline takes ``so_far`` of this one, once, so that all it finds is of one moment.
    """

    @property
    @abstractmethod
    def so_far(self) -> Timeline: ...

    def __getattr__(self, name: str) -> object:
        return getattr(self.so_far, name)

    def __iter__(self) -> Iterator[Span]:
        return iter(self.so_far)

    def __len__(self) -> int:
        return len(self.so_far)

    def __getitem__(self, key: str | int) -> Span:
        return self.so_far[key]
