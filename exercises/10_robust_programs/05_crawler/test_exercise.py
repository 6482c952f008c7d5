"""Graded test of `Crawler`. The seconds are virtual: they take no real time."""

import asyncio
from dataclasses import dataclass

import pytest

from pytest_coro_lessons import (
    at_once,
    cancelled_at,
    cancelled_somewhere,
    in_any_order,
    in_order,
    result,
    took,
)

HOME = "http://site/"


@dataclass
class Page:
    status: int = 200
    links: tuple[str, ...] = ()
    redirect: str | None = None


def site(world, pages, *, seconds=1.0, trouble=(), **latency):
    """A `fetch` for these pages; `trouble` has the errors that an URL raises, one per try."""
    left = {url: list(errors) for url, errors in dict(trouble).items()}
    fetch = world.operation(
        "fetch",
        seconds=seconds,
        returns=lambda url: pages.get(url, Page(404)),
        raises=lambda url: left[url].pop(0) if left.get(url) else None,
        **latency,
    )
    fetch.close = world.operation("close", seconds=0.0)
    return fetch


def urls(*names):
    return [HOME + name for name in names]


def linked(**links):
    """Pages by name, each with the names of the pages it links to; `home` is the root."""
    pages = {HOME + name: Page(links=tuple(urls(*to))) for name, to in links.items()}
    return {HOME if url == HOME + "home" else url: page for url, page in pages.items()}


def wide(number):
    """A home page with links to so many others."""
    return {HOME: Page(links=tuple(urls(*map(str, range(number)))))} | {
        url: Page() for url in urls(*map(str, range(number)))
    }


# Every page once


async def test_every_page_is_visited_once(exercise, world):
    pages = linked(home="ab", a="bc", b=["", "a", "d"], c="d", d="dd")
    fetch = site(world, pages)

    stats = await exercise.Crawler(fetch, [HOME]).crawl()

    in_any_order(fetch, [HOME, *urls("a", "b", "c", "d")])
    result(sorted(stat.url for stat in stats), [HOME, *urls("a", "b", "c", "d")])
    result({stat.status for stat in stats}, {200})


async def test_pages_come_in_the_order_in_which_they_are_found(exercise, world):
    fetch = site(world, linked(home="abc", a="de", b="f", c="", d="g", e="", f="", g=""))

    await exercise.Crawler(fetch, [HOME], max_tasks=1).crawl()

    in_order(fetch, [HOME, *urls(*"abcdefg")])


async def test_other_sites_are_left_alone(exercise, world):
    pages = {
        HOME: Page(links=("http://elsewhere/", *urls("a"))),
        HOME + "a": Page(redirect="http://elsewhere/b"),
    }
    fetch = site(world, pages)

    await exercise.Crawler(fetch, [HOME]).crawl()

    in_any_order(fetch, [HOME, *urls("a")])


# Many at once


async def test_ten_at_once_and_never_more(exercise, world):
    fetch = site(world, wide(400))

    with took(41.0):
        await exercise.Crawler(fetch, [HOME]).crawl()
        at_once(fetch, 10)


async def test_no_place_is_idle_while_there_is_work(exercise, world):
    seconds = {url: 3.0 if url.endswith("0") else 1.0 for url in wide(9)}
    fetch = site(world, wide(9), seconds=seconds.get)

    with took(5.0):
        await exercise.Crawler(fetch, [HOME], max_tasks=3).crawl()
        at_once(fetch, 3)


# Redirects


async def test_a_redirect_is_followed_and_its_target_visited_once(exercise, world):
    pages = {
        HOME: Page(links=tuple(urls("old", "older", "new"))),
        HOME + "old": Page(301, redirect=HOME + "new"),
        HOME + "older": Page(301, redirect=HOME + "old"),
        HOME + "new": Page(),
    }
    fetch = site(world, pages)

    stats = await exercise.Crawler(fetch, [HOME]).crawl()

    in_any_order(fetch, [HOME, *urls("old", "older", "new")])
    targets = {stat.url: stat.next_url for stat in stats if stat.next_url}
    result(targets, {HOME + "old": HOME + "new", HOME + "older": HOME + "old"})


async def test_redirects_have_an_end(exercise, world):
    pages = {HOME + str(n): Page(302, redirect=HOME + str(n + 1)) for n in range(30)}
    fetch = site(world, pages)

    await exercise.Crawler(fetch, urls("0"), max_redirect=3).crawl()

    in_order(fetch, urls("0", "1", "2", "3"))


# Errors


async def test_a_connection_that_fails_is_tried_again(exercise, world):
    lost = [ConnectionError("lost")]
    trouble = {HOME + "a": lost * 2, HOME + "b": lost * 9}
    fetch = site(world, linked(home="ab", a="c", c=""), trouble=trouble)

    stats = await exercise.Crawler(fetch, [HOME], max_tries=4).crawl()

    told = {stat.url: (stat.status, stat.tries, stat.error is None) for stat in stats}
    expected = {
        HOME: (200, 1, True),
        HOME + "a": (200, 3, True),
        HOME + "b": (None, 4, False),
        HOME + "c": (200, 1, True),
    }
    result(told, expected)
    result(len(fetch.called_with(HOME + "b")), 4, of="calls for b")


async def test_a_page_that_breaks_stops_nothing(exercise, world):
    trouble = {HOME + "a": [ValueError("no page")] * 9, HOME + "b": [OSError("no page")] * 9}
    fetch = site(world, linked(home="abcd", c="e"), trouble=trouble)

    stats = await exercise.Crawler(fetch, [HOME], max_tasks=2).crawl()

    in_any_order(fetch, [HOME, *urls("a", "b", "c", "d", "e")])
    told = {stat.url: type(stat.error).__name__ for stat in stats if stat.error}
    result(told, {HOME + "a": "ValueError", HOME + "b": "OSError"})
    result({stat.status for stat in stats}, {200, 404, None})


# In any order, and when it is cancelled


@pytest.mark.explore(schedules=40)
async def test_whatever_takes_long_no_page_is_fetched_twice(exercise, world):
    pages = linked(home="abc", a="bd", b="cd", c="de", d="e", e="a")
    pages[HOME + "c"] = Page(301, redirect=HOME + "d")
    fetch = site(world, pages, lo=0.0, hi=4.0)

    stats = await exercise.Crawler(fetch, [HOME], max_tasks=2).crawl()

    in_any_order(fetch, [HOME, *urls("a", "b", "c", "d", "e")])
    in_any_order([stat.url for stat in stats], [HOME, *urls("a", "b", "c", "d", "e")])


async def test_fetch_is_closed_in_the_end(exercise, world):
    fetch = site(world, wide(3))

    await exercise.Crawler(fetch, [HOME]).crawl()

    result(len(fetch.close.calls), 1, of="fetch.close")


@pytest.mark.explore(sweep="cancel")
async def test_a_crawler_that_is_cancelled_leaves_nothing_behind(exercise, world):
    fetch = site(world, wide(4), trouble={HOME + "1": [ConnectionError("lost")]})

    with cancelled_somewhere(within=0):
        await exercise.Crawler(fetch, [HOME], max_tasks=2).crawl()

    running = [str(call) for call in fetch.calls if call.outcome == "running"]
    result(running, [], of="running")
    result(len(fetch.close.calls), 1, of="fetch.close")


class SlowToEnd:
    """A `fetch` that needs half a second to end, also when it is cancelled."""

    running = running_at_close = 0

    async def __call__(self, url):
        self.running += 1
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.5)
            self.running -= 1
        return Page(links=tuple(urls("a", "b", "c")))

    async def close(self):
        self.running_at_close = self.running


async def test_every_fetch_has_ended_before_fetch_is_closed(exercise):
    fetch = SlowToEnd()

    with cancelled_at(2.0, within=0.5):
        await exercise.Crawler(fetch, [HOME]).crawl()

    result(fetch.running_at_close, 0, of="running_at_close")
