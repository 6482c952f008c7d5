"""Graded test of `fetch_all_or_report`. The seconds are virtual: they take no real time."""

from pytest_coro_lessons import at_once, in_order, result, took


async def test_all_waits_overlap_although_one_fails(exercise, world):
    durations = {"a": 3.0, "b": 1.0, "c": 2.0}
    errors = {"b": ConnectionError("b is down")}
    fetch = world.operation("fetch", seconds=lambda url: durations[url], raises=errors.get)

    with took(3.0):
        await exercise.fetch_all_or_report(fetch, ["a", "b", "c"])
        at_once(fetch, 3)


async def test_each_url_has_its_page_or_its_error(exercise, world):
    durations = {"slow": 3.0, "gone": 0.5, "quick": 1.0, "down": 2.0}
    errors = {"gone": LookupError("no such page"), "down": ConnectionError("no answer")}
    fetch = world.operation(
        "fetch",
        seconds=lambda url: durations[url],
        returns=lambda url: f"page {url}",
        raises=errors.get,
    )

    report = await exercise.fetch_all_or_report(fetch, ["slow", "down", "quick", "gone"])

    result(report, {"slow": "page slow", "quick": "page quick", **errors})
    # A dictionary keeps the order in which it was filled.
    in_order(report, ["slow", "down", "quick", "gone"])
