"""The choices of one run: asked of a strategy, and noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .token import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .answers import Answer, Option


class Strategy:
    """Decides every choice of one run; this one always takes what asyncio does."""

    def expect(self, answer: Answer) -> None:
        """Hear of an answer that is to come; may set its rank."""

    def option(self, options: Sequence[Option]) -> int:
        """Choose how to go on when nothing is ready."""
        del options
        return 0

    def pick(self, kind: Kind, count: int) -> int:
        """Choose one of ``count`` ways; 0 is what asyncio does."""
        del kind, count
        return 0


class Replay(Strategy):
    """Follows a token; where a program has fewer ways than the token's, it takes the last one."""

    def __init__(self, token: Token) -> None:
        self._left = {kind: iter(picks) for kind, picks in token.choices}

    def option(self, options: Sequence[Option]) -> int:
        return self.pick(Kind.ANSWER, len(options))

    def pick(self, kind: Kind, count: int) -> int:
        left = self._left.get(kind)
        return 0 if left is None else min(next(left, 0), count - 1)


class Choice(NamedTuple):
    """One choice that was made."""

    kind: Kind
    ways: int
    pick: int


class Choices:
    """Asks a strategy and remembers what it said."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy: Strategy = strategy
        self.made: list[Choice] = []
        """In the order they were made, but for those in the middle of a turn: they are too many."""
        self._turns: list[int] = []

    def option(self, options: Sequence[Option]) -> int:
        if len(options) == 1:
            return 0
        pick = self.strategy.option(options)
        self.made.append(Choice(Kind.ANSWER, len(options), pick))
        return pick

    def pick(self, kind: Kind, count: int) -> int:
        """Choose one of ``count`` ways, which must be two or more."""
        pick = self.strategy.pick(kind, count)
        self.made.append(Choice(kind, count, pick))
        return pick

    def in_turn(self, count: int) -> int:
        """Choose which of ``count - 1`` answers comes in the middle of a turn; 0 is none."""
        pick = self.strategy.pick(Kind.TURN, count)
        self._turns.append(pick)
        return pick

    @property
    def had_turns(self) -> bool:
        """Whether anything could have come in the middle of the work of others."""
        return bool(self._turns)

    def token(self, cancel: tuple[int, ...], *, garbage: bool) -> Token:
        """Return the token of the run so far."""
        return token_of(self.made, self._turns, cancel, garbage=garbage)


def token_of(
    made: Sequence[Choice],
    turns: Sequence[int] = (),
    cancel: tuple[int, ...] = (),
    *,
    garbage: bool = False,
) -> Token:
    """Return the token that makes these choices again."""
    picks: dict[Kind, list[int]] = {Kind.TURN: list(turns)}
    for choice in made:
        picks.setdefault(choice.kind, []).append(choice.pick)
    return Token.of(picks, cancel, garbage=garbage)
