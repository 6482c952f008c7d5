"""Orders in which a test failed the last time, to be tried first the next time.

They are kept in pytest's cache, a file for each test: it is there for tests of any project, goes
with ``--cache-clear``, and under xdist each file belongs to the one worker that runs the test. The
store of progress knows exercises only.

Rule: what is graded for somebody else (``--coro-answer``, ``--coro-answers``) depends on nothing
but the answer, so there nothing is remembered.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..explore import Token, TokenError

if TYPE_CHECKING:
    import pytest

_FOLDER = "coro-lessons/orders"
_MOST = 5


class Remembered:
    """The failing orders of one test."""

    def __init__(self, item: pytest.Item) -> None:
        config = item.config
        others = any(config.getoption(name) for name in ("coro_answer", "coro_answers"))
        self._cache = None if others else getattr(config, "cache", None)
        # Node ids hold what no file's name may hold.
        name = hashlib.sha256(item.nodeid.encode()).hexdigest()[:16]
        self._key = f"{_FOLDER}/{name}"

    def tokens(self) -> list[str]:
        known = None if self._cache is None else self._cache.get(self._key, None)
        return [token for token in known if _is_token(token)] if isinstance(known, list) else []

    def add(self, token: str) -> None:
        if self._cache is not None:
            tokens = [token, *(known for known in self.tokens() if known != token)]
            self._cache.set(self._key, tokens[:_MOST])

    def forget(self) -> None:
        """Forget them all: the test passed in every order."""
        if self._cache is not None and self.tokens():
            self._cache.set(self._key, [])


def _is_token(text: object) -> bool:
    try:
        Token.parse(str(text))
    except TokenError:
        return False
    return isinstance(text, str)
