"""When things started and ended, their rhythm and their rate."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from pytest_coro_lessons.checks import ended_at, not_before, rate, started_at, started_every
from pytest_coro_lessons.diagnostics import CheckFailed

from .virtual import run_in_world, without_proof

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_coro_lessons.operations import Callback, World


def called_at(*times: float) -> Callback:
    """A callback `beat` that was called at these times."""

    async def main(world: World) -> Callback:
        beat = world.callback("beat")
        loop = asyncio.get_running_loop()
        for number, when in enumerate(times):
            loop.call_at(when, beat, number)
        await asyncio.sleep(100)
        return beat

    beat: Callback = run_in_world(main)
    return beat


def verdict(check: Callable[..., None], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The code and the facts of a check that fails, without the piece of timeline."""
    with pytest.raises(CheckFailed) as caught:
        check(*args, **kwargs)
    found = caught.value.diagnostic
    return {"code": found.code} | {k: v for k, v in found.facts.items() if k != "spans"}


# Started and ended at.


def test_times_are_compared_to_the_nanosecond() -> None:
    started_at(called_at(0.1 + 0.2, 0.7), [0.3, 0.7])


def test_one_time_is_for_all() -> None:
    started_at(called_at(2, 2, 2), 2.0)


@pytest.mark.parametrize(
    ("seen", "expected", "facts"),
    [
        ((0, 1, 3.5), [0, 1, 3], {"case": "late", "place": 3, "seen": 3.5, "difference": 0.5}),
        ((0, 1, 2.5), [0, 1, 3], {"case": "early", "place": 3, "seen": 2.5, "difference": 0.5}),
        ((0, 1), [0, 1, 3], {"case": "number", "place": 3, "seen": 2, "wanted": 3}),
        ((0, 1), [0], {"case": "number", "place": 2, "seen": 2, "wanted": 1}),
        ((), [0], {"case": "not_called", "place": 1}),
        ((), 0, {"case": "not_called", "place": 1}),
        ((1, 2), 1, {"case": "late", "place": 2, "seen": 2.0, "difference": 1.0}),
    ],
)
def test_another_start_fails_and_says_how_it_differs(
    seen: tuple[float, ...], expected: Any, facts: dict[str, Any]
) -> None:
    found = verdict(started_at, called_at(*seen), expected)

    assert found["code"] == "CL104"
    assert found["actual"] == list(seen)
    assert {name: found[name] for name in facts} == facts


def test_the_one_that_differs_is_named() -> None:
    assert verdict(started_at, called_at(0, 5), [0, 1])["name"] == "beat(1)"


def test_ends_are_compared_in_the_order_of_the_ends() -> None:
    async def main(world: World) -> None:
        fetch = world.operation("fetch", seconds=len)
        await asyncio.gather(fetch("abc"), fetch("a"))
        ended_at(fetch, [1, 3])
        found = verdict(ended_at, fetch, [1, 2])
        assert (found["code"], found["name"], found["case"]) == ("CL105", "fetch('abc')", "late")

    run_in_world(main)


# Not before.


def test_nothing_too_early_passes() -> None:
    not_before(called_at(1, 2), 1)
    not_before(called_at(), 1)


def test_something_too_early_fails_with_its_line() -> None:
    async def main(world: World) -> None:
        tell = world.callback("tell")
        await asyncio.sleep(0.25)
        tell("a")
        with pytest.raises(CheckFailed) as caught:
            not_before(tell, 1)
        found = caught.value.diagnostic
        assert (found.code, found.file) == ("CL106", __file__)
        assert without_proof(found) == {
            "name": "tell('a')",
            "at": 0.25,
            "earliest": 1.0,
            "difference": 0.75,
        }
        assert found.facts["spans"] == [{"name": "tell('a')", "start": 0.25, "end": 0.25}]

    run_in_world(main)


# Rhythm.


def test_an_exact_rhythm_passes_wherever_it_begins() -> None:
    started_every(called_at(0.1, 0.4, 0.7), 0.3)


@pytest.mark.parametrize(
    ("times", "facts"),
    [
        ((0, 1.3, 2.6), {"case": "later", "gap": 1.3, "place": 2, "difference": 0.3}),
        ((0, 0.7, 1.4), {"case": "earlier", "gap": 0.7, "place": 2, "difference": 0.3}),
        ((0, 1, 2.5), {"gap": 1.5, "place": 3, "difference": 0.5}),
        ((0, 3), {"gap": 3.0, "place": 2, "difference": 2.0}),
        ((5,), {"case": "few", "count": 1}),
        ((), {"case": "few", "count": 0}),
    ],
)
def test_another_rhythm_fails(times: tuple[float, ...], facts: dict[str, Any]) -> None:
    found = verdict(started_every, called_at(*times), 1)

    same = {"code": "CL107", "operation": "beat", "every": 1.0, "actual": list(times)}
    assert found == same | facts


# Rate.


def test_as_many_as_allowed_pass_in_every_stretch() -> None:
    rate(called_at(0, 0, 1, 1, 2.5, 3, 3.5), at_most=2, per=1.0)


def test_one_too_many_within_a_second_fails_also_across_full_seconds() -> None:
    found = verdict(rate, called_at(0, 0.9, 1.1, 1.5), at_most=2)

    assert found == {
        "code": "CL108",
        "operation": "beat",
        "actual": 3,
        "at_most": 2,
        "per": 1.0,
        "at": 0.9,
        "until": 1.5,
    }


def test_an_end_by_cancellation_before_its_time_is_told_as_one() -> None:
    async def main(world: World) -> None:
        save = world.operation("save", seconds=2)
        with suppress(TimeoutError):
            await asyncio.wait_for(save(), 0.5)
        with pytest.raises(CheckFailed) as caught:
            ended_at(save, 2)
        facts = caught.value.diagnostic.facts
        assert (facts["case"], facts["seen"], facts["wanted"]) == ("cancelled", 0.5, 2.0)

    run_in_world(main)


@pytest.mark.parametrize("subject", ["work('a')", ["work('a')"]])
def test_a_name_is_no_subject(subject: Any) -> None:
    with pytest.raises(TypeError, match=r"expected an operation, .* got \"work\('a'\)\"$"):
        started_at(subject, 0)
