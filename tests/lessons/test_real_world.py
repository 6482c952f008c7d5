"""What a learner writes for the simulated world runs in the real one: sockets, and HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import aiohttp
import pytest
from aiohttp import web

from pytest_coro_lessons.lessons import load_answer

COURSE = Path(__file__).resolve().parents[2] / "exercises"
PAGES = 60


def solution(exercise):
    (folder,) = COURSE.glob(f"*/*_{exercise}")
    return load_answer(folder / "reference" / "solution.py")


@asynccontextmanager
async def listening(handler) -> AsyncIterator[int]:
    """Serve on a real port of this machine; yield its number."""
    async with await asyncio.start_server(handler, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


def test_the_server_of_lines_runs_on_real_sockets():
    async def main():
        async with listening(solution("line_server").handle_client) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"hel")
            await writer.drain()
            writer.write(b"lo\ngoodbye")
            writer.write_eof()
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
        return answer

    assert asyncio.run(main()) == b"HELLO\nGOODBYE"


def test_the_chat_room_runs_on_real_sockets():
    async def enter(port, name):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(name + b"\n")
        await writer.drain()
        return reader, writer

    async def first_heard(speaker, listener):
        """Speak until it is heard: nothing tells when the other one has come in."""
        hearing = asyncio.create_task(listener.readline())
        while not hearing.done():
            speaker.write(b"hello\n")
            await asyncio.wait([hearing], timeout=0.01)
        return hearing.result()

    async def main():
        async with listening(solution("chat_room").Room().join) as port:
            _, ana = await enter(port, b"ana")
            luis_hears, luis = await enter(port, b"luis")
            heard = await first_heard(ana, luis_hears)
            for writer in (ana, luis):
                writer.write_eof()
            await luis_hears.read()
            for writer in (ana, luis):
                writer.close()
                await writer.wait_closed()
        return heard

    assert asyncio.run(main()) == b"ana: hello\n"


class Fetch:
    """The `fetch` of the crawler, with a library for HTTP."""

    def __init__(self, session):
        self.session, self.under_way, self.most = session, 0, 0

    async def __call__(self, url):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            async with self.session.get(url, allow_redirects=False) as response:
                links = (await response.text()).split() if response.ok else []
                moved = response.headers.get("Location")
                return SimpleNamespace(
                    status=response.status,
                    links=[urljoin(url, link) for link in links],
                    redirect=moved and urljoin(url, moved),
                )
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise ConnectionError(str(error)) from error
        finally:
            self.under_way -= 1

    async def close(self):
        await self.session.close()


def site():
    """Pages that link to others, one that is broken, one that moved, one that fails at first."""
    visits: list[str] = []

    async def page(request):
        visits.append(request.path)
        if request.path == "/moved":
            raise web.HTTPFound("/page/1")
        if request.path == "/broken":
            raise web.HTTPInternalServerError
        if request.path == "/shy" and visits.count("/shy") == 1:
            # Half of an answer: if there were none, aiohttp itself would ask again.
            half = web.StreamResponse(headers={"Content-Length": "100"})
            await half.prepare(request)
            await half.write(b"/page/")
            request.transport.abort()
            return half
        if request.path == "/":
            return web.Response(text="/page/0 /moved /broken /shy")
        number = int(request.path.rpartition("/")[2]) if "/page/" in request.path else PAGES
        following = range(2 * number + 1, min(2 * number + 3, PAGES))
        return web.Response(text=" ".join(f"/page/{one}" for one in following))

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    return app, visits


@pytest.fixture
def crawled():
    """The stats by path, the visits that the server counted, and the fetch."""

    async def main():
        app, visits = site()
        runner = web.AppRunner(app)
        await runner.setup()
        server = web.TCPSite(runner, "127.0.0.1", 0)
        await server.start()
        root = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        fetch = Fetch(aiohttp.ClientSession())
        try:
            stats = await solution("crawler").Crawler(fetch, [root], max_tasks=5).crawl()
        finally:
            await runner.cleanup()
        return {stat.url.removeprefix(root): stat for stat in stats}, visits, fetch

    return asyncio.run(main())


def test_the_crawler_visits_every_page_of_a_real_server_once(crawled):
    stats, visits, _ = crawled

    pages = {f"page/{number}" for number in range(PAGES)}
    assert set(stats) == {"", "moved", "broken", "shy"} | pages
    assert sorted(visits) == sorted([f"/{path}" for path in stats] + ["/shy"])


def test_the_crawler_tells_what_became_of_real_pages(crawled):
    stats, _, fetch = crawled

    told = {path: (stats[path].status, stats[path].tries) for path in ("moved", "broken", "shy")}
    assert told == {"moved": (302, 1), "broken": (500, 1), "shy": (200, 2)}
    assert fetch.session.closed
    assert 1 < fetch.most <= 5
