"""What is wrong, as a code and facts; the words are looked up when somebody reads them.

Rule: facts are JSON values, so that a result can be stored and told again in another language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from .catalogue import words
from .languages import language
from .proof import proof_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JsonValue: TypeAlias = (
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)
Facts: TypeAlias = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable code, the facts it rests on, and the line of code it is about.

    The fact ``case`` picks one of several texts a code has; ``count`` picks singular or plural.
    """

    __module__ = "pytest_coro_lessons"

    code: str
    facts: Mapping[str, JsonValue] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None


class CheckFailed(AssertionError):
    """The verdict of a check; reads in the language that is current when it is shown.

    Attributes:
        diagnostic: What the check found.
        span_ns: Start and end, in nanoseconds of virtual time, of the block that was judged;
            evidence from outside that span does not explain the verdict.
        seconds_expected: How long that block should take, if that was checked as well.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(self, diagnostic: Diagnostic, *, span_ns: tuple[int, int] | None = None) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic
        self.span_ns = span_ns
        self.seconds_expected: float | None = None

    def __str__(self) -> str:
        return told(self.diagnostic)


def told(diagnostic: Diagnostic, in_language: str | None = None) -> str:
    """Tell a diagnostic in full: code, what happened, what proves it, why, what to look at next."""
    happened, *parts = words(diagnostic, in_language or language())
    told = [happened, "\n".join(proof_lines(diagnostic.facts)), *parts]
    return f"{diagnostic.code}: " + "\n\n".join(part for part in told if part)
