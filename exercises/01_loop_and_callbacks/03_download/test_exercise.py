"""Graded test of `Download`. The seconds are virtual: they take no real time."""

import asyncio
import runpy
from pathlib import Path

import pytest

from pytest_coro_lessons import in_any_order, in_order, result, started_at, took

Network = runpy.run_path(str(Path(__file__).with_name("network.py")))["Network"]


def every_way_to_cut(page):
    """If the page is b"ab": [b"a", b"b"] and [b"ab"]."""
    if not page:
        return [[]]
    sizes = range(1, len(page) + 1)
    return [[page[:n], *rest] for n in sizes for rest in every_way_to_cut(page[n:])]


@pytest.fixture
def start(exercise, world):
    """Start the download of each page; give back the network and the two callbacks."""

    def start_all(pages, urls=None):
        # The loop is Python's own. It runs while the test sleeps.
        loop = asyncio.get_running_loop()
        network = Network(loop, pages)
        on_ok, on_error = world.callback("on_ok"), world.callback("on_error")
        for url in urls or pages:
            exercise.Download(loop, network, url, on_ok, on_error).start()
        return network, on_ok, on_error

    return start_all


async def test_puts_the_pieces_of_a_page_together(start):
    _, on_ok, on_error = start({"/page": [b"Good ", b"even", b"ing"]})
    await asyncio.sleep(20)

    result(on_ok.values, [b"Good evening"], of="on_ok")
    result(on_error.values, [], of="on_error")


async def test_the_pieces_may_be_of_any_size(start):
    for pieces in every_way_to_cut(b"hello"):
        _, on_ok, on_error = start({"/page": pieces})
        await asyncio.sleep(20)

        result(on_ok.values, [b"hello"], of=f"on_ok, {pieces}")
        result(on_error.values, [], of="on_error")


async def test_three_downloads_wait_at_the_same_time(start):
    pages = {"/c": [b"c", b"c", b"c"], "/a": [b"a"], "/b": [b"b", b"b"]}

    with took(0.0):
        _, on_ok, _ = start(pages)
    await asyncio.sleep(20)

    # A second to connect, one for each piece, and one more to learn that it was the last.
    in_order(on_ok, [b"a", b"bb", b"ccc"])
    started_at(on_ok, [3.0, 4.0, 5.0])


async def test_stops_watching_when_it_is_over(start):
    broken = [b"half a p", ConnectionResetError("the line is dead")]

    network, on_ok, on_error = start({"/page": [b"a page"], "/broken": broken})
    await asyncio.sleep(20)

    result(len(network.watched), 0, of="len(network.watched)")
    result(len(on_ok.calls), 1, of="len(on_ok.calls)")
    result(len(on_error.calls), 1, of="len(on_error.calls)")


async def test_an_error_is_the_business_of_its_own_download(start):
    broken = [b"half a p", ConnectionResetError("the line is dead")]
    pages = {"/broken": broken, "/page": [b"a page"]}

    _, on_ok, on_error = start(pages, ["/broken", "/nowhere", "/page"])
    await asyncio.sleep(20)

    errors = [type(error).__name__ for error in on_error.values]
    in_any_order(errors, ["ConnectionRefusedError", "ConnectionResetError"])
    result(on_ok.values, [b"a page"], of="on_ok")
