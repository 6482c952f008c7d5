"""One order of a program as a short text that can be pasted.

An order is the list of its choices, each the index of what was chosen; 0 is what asyncio does with
nominal latencies, and past the end of the list everything is 0. So ``0`` is the default order, and
``0.1.0.1`` departs from it twice.

Rule: what is chosen among are answers of the outside, never callbacks of the loop, and each kind of
choice is counted by itself. So a token still means the same after an edit that leaves the awaits on
the outside as they are, and on every Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from ..errors import CoroLessonsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Kind(StrEnum):
    """What a choice is about; the value is its letter in a token."""

    ANSWER = ""
    """Which answer, or timer, comes next when nothing is ready."""
    TURN = "p"
    """Which answer comes in the middle of the work of others."""
    TIE = "t"
    """Which of several things that are due at one instant comes first."""
    HOLD = "h"
    """Whether something that could come at once comes last instead."""
    CHUNKS = "n"
    """Into which chunks the bytes of one write are cut."""
    SETS = "s"
    """Whether sets that asyncio iterates come out backwards."""


_CANCEL = "c"
_GARBAGE = "g"
_FEW_ZEROS = 3
_LONGEST = 4_000
_LETTERS = "".join(kind for kind in Kind if kind)
_PART = re.compile(rf"([{_LETTERS}{_CANCEL}]?)(\d+z?(?:\.\d+z?)*)", re.ASCII)


class TokenError(CoroLessonsError, ValueError):
    """A text is not the token of an order."""


@dataclass(frozen=True, slots=True)
class Token:
    """One order; equal tokens are equal orders of the same program.

    Attributes:
        choices: per kind, without zeros at the end.
        cancel: the suspension points, from 1, at which the task under test is cancelled.
        garbage: whether garbage is collected at each turn of the loop.
    """

    choices: tuple[tuple[Kind, tuple[int, ...]], ...] = ()
    cancel: tuple[int, ...] = ()
    garbage: bool = False

    @classmethod
    def of(
        cls,
        choices: Mapping[Kind, Iterable[int]],
        cancel: tuple[int, ...] = (),
        *,
        garbage: bool = False,
    ) -> Self:
        """Make a token from lists of choices; zeros at their ends do not count."""
        cut = ((kind, _without_last_zeros(choices.get(kind, ()))) for kind in Kind)
        return cls(tuple((kind, picks) for kind, picks in cut if picks), cancel, garbage)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str()`` wrote.

        Raises:
            TokenError: if the text is anything else.
        """
        choices: dict[Kind, list[int]] = {}
        cancel: tuple[int, ...] = ()
        garbage = False
        for part in text.strip().split("-"):
            if part == _GARBAGE:
                garbage = True
                continue
            found = _PART.fullmatch(part)
            if found is None:
                raise TokenError(_not_a_token(text))
            numbers = _expanded(found[2], text)
            if found[1] == _CANCEL:
                cancel = tuple(numbers)
            elif choices.setdefault(Kind(found[1]), numbers) is not numbers:
                raise TokenError(_not_a_token(text))
        return cls.of(choices, cancel, garbage=garbage)

    @property
    def deviations(self) -> int:
        """How many choices depart from the default."""
        chosen = sum(pick != 0 for _, picks in self.choices for pick in picks)
        return chosen + len(self.cancel) + self.garbage

    def __getitem__(self, kind: Kind) -> tuple[int, ...]:
        return dict(self.choices).get(kind, ())

    def __str__(self) -> str:
        parts = [f"{kind}{_written(picks)}" for kind, picks in self.choices]
        if self.cancel:
            parts.append(f"{_CANCEL}{'.'.join(map(str, self.cancel))}")
        if self.garbage:
            parts.append(_GARBAGE)
        return "-".join(parts) or "0"


DEFAULT = Token()
"""What asyncio does with nominal latencies."""


def _without_last_zeros(picks: Iterable[int]) -> tuple[int, ...]:
    kept = list(picks)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _written(picks: tuple[int, ...]) -> str:
    items: list[str] = []
    zeros = 0
    for pick in picks:
        if pick == 0:
            zeros += 1
            continue
        items += [f"{zeros}z"] if zeros > _FEW_ZEROS else ["0"] * zeros
        items.append(str(pick))
        zeros = 0
    return ".".join(items)


def _expanded(written: str, text: str) -> list[int]:
    numbers: list[int] = []
    for item in written.split("."):
        if not item.endswith("z"):
            numbers.append(int(item))
        elif int(item[:-1]) <= _LONGEST:
            numbers += [0] * int(item[:-1])
        else:
            raise TokenError(_not_a_token(text))
    return numbers


def _not_a_token(text: str) -> str:
    return f"not the token of an order, such as 0.1.0.1 or 1-h1 or c3: {text!r}"
