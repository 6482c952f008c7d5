"""`with took(...)`: virtual time, exactly, at most, at least."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pytest_coro_lessons.checks import in_order, took
from pytest_coro_lessons.clock import VirtualClock
from pytest_coro_lessons.diagnostics import CheckFailed
from pytest_coro_lessons.errors import ClockError

from .virtual import run


def verdict_on(seconds: float, check: took) -> Any:
    """The diagnostic of a block that takes so many seconds."""

    async def main() -> None:
        with check:
            await asyncio.sleep(seconds)

    with pytest.raises(CheckFailed) as caught:
        run(main())
    return caught.value.diagnostic


def test_a_block_that_takes_the_expected_time_passes() -> None:
    async def main() -> None:
        with took(0.3) as block:
            await asyncio.gather(asyncio.sleep(0.1), asyncio.sleep(0.3))
        assert block.elapsed == 0.3

    run(main())


def test_times_are_compared_in_whole_nanoseconds() -> None:
    async def main() -> None:
        await asyncio.sleep(0.1)
        with took(0.3):
            await asyncio.sleep(0.1)
            await asyncio.sleep(0.1)
            await asyncio.sleep(0.1)

    run(main())


def test_times_are_exact_also_on_a_clock_that_starts_at_a_date() -> None:
    async def main() -> None:
        with took(0.1):
            await asyncio.sleep(0.1)

    run(main(), clock=VirtualClock(start=1_700_000_000.0))


def test_a_block_that_takes_longer_fails_with_both_times() -> None:
    found = verdict_on(6.0, took(3))

    assert found.code == "CL101"
    assert found.facts == {"actual": 6.0, "expected": 3.0, "difference": 3.0, "case": "longer"}


def test_a_block_that_takes_one_nanosecond_less_fails() -> None:
    found = verdict_on(1.0 - 1e-9, took(1.0))

    assert found.facts["case"] == "shorter"
    assert found.facts["difference"] == 1e-9


def test_at_most_and_at_least_include_their_limits() -> None:
    async def main() -> None:
        with took(at_least=1.0, at_most=1.0):
            await asyncio.sleep(1.0)

    run(main())


def test_a_block_that_goes_over_at_most_fails() -> None:
    found = verdict_on(2.5, took(at_most=2))

    assert (found.code, found.facts) == (
        "CL102",
        {"actual": 2.5, "at_most": 2.0, "difference": 0.5},
    )


def test_a_block_that_stays_under_at_least_fails() -> None:
    found = verdict_on(1.5, took(at_least=2))

    assert (found.code, found.facts["difference"]) == ("CL103", 0.5)


def test_a_block_that_raises_is_not_judged() -> None:
    async def main() -> None:
        with took(3):
            raise KeyError("b")

    with pytest.raises(KeyError, match="b"):
        run(main())


def test_a_synchronous_test_passes_its_own_clock() -> None:
    clock = VirtualClock()

    with took(2.5, clock=clock):
        clock.advance(2.5)


def test_without_a_clock_the_error_says_what_to_pass() -> None:
    with pytest.raises(ClockError, match="pass clock="), took(1):
        pass


def test_something_to_compare_with_is_needed() -> None:
    with pytest.raises(TypeError, match="at_most="):
        took()


def test_works_on_a_loop_without_a_virtual_clock() -> None:
    async def main() -> None:
        with took(at_most=60):
            await asyncio.sleep(0)

    asyncio.run(main())


def test_a_verdict_knows_the_span_that_it_judged() -> None:
    async def main() -> None:
        await asyncio.sleep(1)
        with took(3):
            await asyncio.sleep(4)

    with pytest.raises(CheckFailed) as caught:
        run(main())

    assert caught.value.span_ns == (1_000_000_000, 5_000_000_000)


def test_the_verdict_of_a_check_inside_learns_what_the_block_should_take() -> None:
    async def main() -> None:
        with took(3):
            in_order("ab", "ba")

    with pytest.raises(CheckFailed) as caught:
        run(main())

    assert caught.value.diagnostic.code == "CL204"
    assert (caught.value.span_ns, caught.value.seconds_expected) == ((0, 0), 3)
