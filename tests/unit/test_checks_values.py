"""Results, exceptions, and what an answer says."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from typing import Any

import pytest

from pytest_coro_lessons.checks import (
    failed_with,
    in_traceback,
    old_notation,
    result,
    suspension_points,
    written_without,
)
from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic
from pytest_coro_lessons.errors import LoopStalledError


def verdict(check: Any, *args: Any, **kwargs: Any) -> Diagnostic:
    with pytest.raises(CheckFailed) as caught:
        check(*args, **kwargs)
    return caught.value.diagnostic


async def coroutine_function() -> None: ...


def test_an_equal_result_passes() -> None:
    result([1, 2], [1, 2])


@pytest.mark.parametrize(
    ("actual", "expected", "case"),
    [
        (None, [1], {"case": "none"}),
        ([2, 1], [1, 2], {"case": "other_order"}),
        ([1], [1, 2], {"case": "length", "seen": 1, "wanted": 2}),
        ([1, 3], [1, 2], {"case": "item", "place": 2, "seen": "3", "wanted": "2"}),
        ((1, 2), [1, 2], {"case": "type", "seen": "tuple", "wanted": "list"}),
        ({1, 3}, {1, 2}, {"case": "set", "extra": ["3"], "missing": ["2"]}),
        ({1}, {1, 2}, {"case": "set", "extra": [], "missing": ["2"]}),
        ({"a": 1}, {"a": 2}, {"case": "at", "key": "'a'", "seen": "1", "wanted": "2"}),
        ({"a": 1}, {"b": 1}, {"case": "keys", "extra": ["'a'"], "missing": ["'b'"]}),
        ({"a": 1}, {}, {"case": "keys", "extra": ["'a'"], "missing": []}),
        (3, 4, {}),
    ],
)
def test_another_result_fails_and_says_how_it_differs(
    actual: object, expected: object, case: dict[str, object]
) -> None:
    found = verdict(result, actual, expected)

    facts = {"actual": repr(actual), "expected": repr(expected), "of": None}
    assert (found.code, found.facts) == ("CL601", facts | case)


def test_equal_parts_of_unequal_results_are_not_told_as_a_difference() -> None:
    class Different(list[int]):
        def __eq__(self, other: object) -> bool:
            return False

        __hash__ = None  # type: ignore[assignment]

    found = verdict(result, Different([0.0]), Different([-0.0]))

    assert "case" not in found.facts


def test_a_coroutine_in_the_place_of_a_result_is_told_as_such() -> None:
    with closing(coroutine_function()) as coroutine:
        found = verdict(result, [coroutine], ["done"])

    assert found.facts["case"] == "awaitable"
    assert found.facts["actual"] == "[<coroutine object coroutine_function>]"


def test_the_result_can_be_named() -> None:
    assert verdict(result, 1, 2, of="classify(x)").facts["of"] == "classify(x)"


def test_the_expected_exception_ends_in_the_block() -> None:
    with failed_with(ValueError, match="too short") as failure:
        raise ValueError("that is too short")

    assert str(failure.error) == "that is too short"


def test_a_stub_that_is_not_started_is_no_wrong_exception() -> None:
    with pytest.raises(NotImplementedError), failed_with(ValueError):
        raise NotImplementedError


def test_any_of_several_exceptions_will_do() -> None:
    with failed_with(ValueError, KeyError):
        raise KeyError("b")


def raising(error: BaseException, check: failed_with) -> None:
    with check:
        raise error


def test_another_exception_fails() -> None:
    found = verdict(raising, KeyError("b"), failed_with(ValueError))

    assert (found.code, found.facts) == (
        "CL603",
        {"actual": "KeyError('b')", "expected": "ValueError"},
    )


def test_another_text_fails() -> None:
    found = verdict(raising, ValueError("no"), failed_with(ValueError, match=re.compile("short")))

    assert found.facts == {"case": "text", "actual": "no", "expected": "short"}


def test_a_group_around_the_exception_fails_and_says_what_is_inside() -> None:
    group = ExceptionGroup("several", [ValueError("b"), KeyError("c")])

    found = verdict(raising, group, failed_with(ValueError))

    assert (found.facts["case"], found.facts["inner"]) == ("group", "ValueError, KeyError")


def test_no_exception_fails() -> None:
    with pytest.raises(CheckFailed, match="CL604"), failed_with(ValueError, KeyError):
        pass


@pytest.mark.parametrize(
    "error",
    [
        CheckFailed(Diagnostic("CL909", {"name": "f"})),
        LoopStalledError("stalled"),
        asyncio.CancelledError("by the test"),
        KeyboardInterrupt("by hand"),
    ],
)
def test_what_explains_a_failure_or_stops_the_run_goes_on(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        raising(error, failed_with(ValueError))

    assert caught.value is error


def test_an_error_of_the_loop_can_be_asked_for() -> None:
    with failed_with(LoopStalledError):
        raise LoopStalledError("stalled")


def test_an_exception_type_is_needed() -> None:
    with pytest.raises(TypeError, match="exception type"):
        failed_with()


def test_old_notation_that_is_left_fails() -> None:
    old_notation([], total=5)

    found = verdict(old_notation, ["yield from"], total=5)

    assert (found.code, found.facts) == ("CL906", {"names": ["yield from"], "left": 1, "total": 5})
    assert found.line is None


def test_old_notation_is_told_with_the_first_line_that_has_it() -> None:
    old_notation({}, total=5)

    found = verdict(old_notation, {"loop=": 3, "yield from": 7}, total=5)

    assert (found.facts["names"], found.line) == (["loop=", "yield from"], 3)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("answers = []\nreturn_value = sorted(answers)", 2),
        ("answers.sort()", 1),
        ("x = 1\nfrom heapq import heappush", 2),
        ("import heapq.inner", 1),
    ],
)
def test_a_name_that_is_not_to_be_used_fails_with_its_line(source: str, line: int) -> None:
    found = verdict(written_without, source, "sorted", "sort", "heapq")

    assert (found.code, found.line) == ("CL920", line)


def test_a_name_in_a_text_or_a_comment_is_not_used() -> None:
    written_without("text = 'sorted'  # sorted", "sorted")


PROGRAM = """\
async def program():
    counter = await add(1, 2)
    counter += 1
    await asyncio.sleep(1)
    async with lock:
        pass
"""


def test_the_lines_that_were_seen_pass() -> None:
    suspension_points({4, 5}, {4, 5}, PROGRAM)
    suspension_points([4, 5], {4, 5}, PROGRAM)
    suspension_points(frozenset({4, 5}), {4, 5}, PROGRAM)
    suspension_points({4}, {4, 5}, PROGRAM, complete=False)


@pytest.mark.parametrize(
    ("lines", "code", "facts"),
    [
        ({2, 3, 4, 5}, "CL605", {"count": 1, "lines": [3]}),
        ({1, 4, 5}, "CL605", {"count": 1, "lines": [1]}),
        ({2, 4, 5}, "CL606", {"count": 1, "lines": [2]}),
        ({4}, "CL607", {"count": 1, "found": 1, "total": 2}),
        ("4, 5", "CL910", {"name": "LINES", "actual": "'4, 5'", "expected": "set[int]"}),
        (7, "CL910", {"name": "LINES", "actual": "7", "expected": "set[int]"}),
        ({99, 4, 5}, "CL605", {"count": 1, "lines": [99]}),
        ({}, "CL910", {"name": "LINES", "actual": "{}", "expected": "set[int]"}),
    ],
)
def test_other_lines_fail(lines: object, code: str, facts: dict[str, object]) -> None:
    found = verdict(suspension_points, lines, {4, 5}, PROGRAM)

    assert (found.code, found.facts) == (code, facts)


@pytest.mark.parametrize("complete", [True, False])
def test_an_empty_answer_fails_in_any_case(*, complete: bool) -> None:
    found = verdict(suspension_points, set(), {4, 5}, PROGRAM, complete=complete)

    assert (found.code, found.facts) == ("CL607", {"count": 2, "found": 0, "total": 2})


# Which functions a traceback shows.


@pytest.mark.parametrize(
    ("answer", "code", "facts"),
    [
        ("main", "CL910", {"name": "SHOWN", "actual": "'main'", "expected": "list[str]"}),
        (
            ["begin", "main", "work"],
            "CL611",
            {"count": 1, "names": ["begin"], "of": "SHOWN", "case": None},
        ),
        (
            ["main", "main", "work"],
            "CL611",
            {"count": 1, "names": ["main"], "of": "SHOWN", "case": "twice"},
        ),
        (["work"], "CL612", {"count": 1, "found": 1, "total": 2, "of": "SHOWN"}),
        (("work", "main"), "CL613", {"of": "SHOWN"}),
    ],
)
def test_another_traceback_fails_without_the_names_that_are_missing(
    answer: object, code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(CheckFailed) as caught:
        in_traceback(answer, ["main", "work"], of="SHOWN")

    assert (caught.value.diagnostic.code, caught.value.diagnostic.facts) == (code, facts)


def test_the_functions_of_the_traceback_pass_also_when_one_comes_twice() -> None:
    in_traceback(("walk", "walk", "work"), ["walk", "walk", "work"])
