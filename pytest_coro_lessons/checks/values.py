"""What a call gives back: a result or an exception."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Self

from ..diagnostics import CheckFailed, Diagnostic, Facts, shorten, tidy
from ..errors import CoroLessonsError
from .order import first_difference

if TYPE_CHECKING:
    from types import TracebackType


def result(actual: object, expected: object, *, of: str | None = None) -> None:
    """Check that a value equals the expected one; ``of`` says whose value it is.

    Example:
        async def test_answers_come_in_the_order_of_the_names(world):
            fetch = world.operation("fetch", returns=lambda name: name.upper())

            answers = await asyncio.gather(fetch("a"), fetch("b"))

            result(answers, ["A", "B"])

    Raises:
        CheckFailed: CL601, with how the two differ.
    """
    __tracebackhide__ = True
    if actual == expected:
        return
    facts: Facts = {"actual": shorten(actual), "expected": shorten(expected), "of": of}
    raise CheckFailed(Diagnostic("CL601", facts | _difference(actual, expected)))


def _difference(actual: object, expected: object) -> Facts:
    if inspect.isawaitable(actual) or _has_awaitable(actual):
        return {"case": "awaitable"}
    if actual is None:
        return {"case": "none"}
    if isinstance(actual, Set) and isinstance(expected, Set):
        return {
            "case": "set",
            "extra": [shorten(one) for one in sorted(actual - expected, key=repr)],
            "missing": [shorten(one) for one in sorted(expected - actual, key=repr)],
        }
    if type(actual) is not type(expected):
        return {"case": "type", "seen": type(actual).__name__, "wanted": type(expected).__name__}
    if isinstance(actual, list | tuple) and isinstance(expected, list | tuple):
        return _of_sequences(actual, expected)
    if isinstance(actual, Mapping) and isinstance(expected, Mapping):
        return _of_mappings(actual, expected)
    return {}


def _has_awaitable(actual: object) -> bool:
    return isinstance(actual, list | tuple | Set) and any(map(inspect.isawaitable, actual))


def _of_mappings(actual: Mapping[Any, object], expected: Mapping[Any, object]) -> Facts:
    extra = [shorten(key) for key in actual if key not in expected]
    missing = [shorten(key) for key in expected if key not in actual]
    if extra or missing:
        return {"case": "keys", "extra": extra, "missing": missing}
    key = next((key for key in expected if actual[key] != expected[key]), None)
    seen, wanted = shorten(actual[key]), shorten(expected[key])
    if seen == wanted:
        return {}
    return {"case": "at", "key": shorten(key), "seen": seen, "wanted": wanted}


def _of_sequences(actual: Sequence[object], expected: Sequence[object]) -> Facts:
    if len(actual) != len(expected):
        return {"case": "length", "seen": len(actual), "wanted": len(expected)}
    if Counter(map(repr, actual)) == Counter(map(repr, expected)):
        return {"case": "other_order"}
    place = first_difference(actual, expected)
    if place is None:
        return {}
    seen, wanted = shorten(actual[place - 1]), shorten(expected[place - 1])
    return {"case": "item", "place": place, "seen": seen, "wanted": wanted}


class failed_with:  # noqa: N801 - reads as a sentence: `with failed_with(ValueError):`
    """Check that a block raises an exception of these types, whose text ``match`` is found in.

    The exception ends here and is the ``error`` of the block's value. What this package raises to
    explain a failure goes on, unless it is asked for.

    Example:
        async def test_gives_up_after_a_minute():
            with failed_with(TimeoutError) as failure:
                async with asyncio.timeout(60):
                    await asyncio.sleep(3600)

            assert isinstance(failure.error, TimeoutError)

    Raises:
        CheckFailed: CL603 for another exception or text, CL604 for none.
    """

    __module__ = "pytest_coro_lessons"

    def __init__(
        self, *expected: type[BaseException], match: str | re.Pattern[str] | None = None
    ) -> None:
        if not expected:
            msg = "failed_with() needs an exception type"
            raise TypeError(msg)
        self._expected = expected
        self._match = match
        self.error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        __tracebackhide__ = True
        if exc is None:
            raise CheckFailed(Diagnostic("CL604", {"expected": _names(self._expected)}))
        if isinstance(exc, self._expected):
            if not self._text_matches(exc):
                raise CheckFailed(self._other_text(exc)) from exc
            self.error = exc
            return True
        # A stub raises NotImplementedError: it has not been started.
        explained = isinstance(exc, CheckFailed | CoroLessonsError | NotImplementedError)
        if explained or not isinstance(exc, Exception):
            return False
        raise CheckFailed(self._other_type(exc)) from exc

    def _text_matches(self, error: BaseException) -> bool:
        return self._match is None or re.search(self._match, str(error)) is not None

    def _other_text(self, error: BaseException) -> Diagnostic:
        wanted = str(getattr(self._match, "pattern", self._match))
        facts: Facts = {"case": "text", "actual": tidy(str(error)), "expected": tidy(wanted)}
        return Diagnostic("CL603", facts)

    def _other_type(self, error: BaseException) -> Diagnostic:
        facts: Facts = {"actual": shorten(error), "expected": _names(self._expected)}
        if isinstance(error, BaseExceptionGroup):
            facts |= {"case": "group", "inner": _names(map(type, error.exceptions))}
        return Diagnostic("CL603", facts)


def _names(types: Iterable[type[BaseException]]) -> str:
    return ", ".join(one.__name__ for one in types)
