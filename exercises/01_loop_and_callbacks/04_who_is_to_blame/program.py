import asyncio
from collections import deque


def parse(page):
    return page[0]  # IndexError: the page is empty


# The first program: callbacks.

ready = deque()


def run():
    while ready:
        callback = ready.popleft()
        callback()


def start_download():
    ready.append(connected)


def connected():
    ask_for_page()
    ready.append(page_arrived)


def ask_for_page():
    pass


def page_arrived():
    read_page("")


def read_page(page):
    parse(page)


# The second program: coroutines.


async def download():
    await connect()
    await get_page()


async def connect():
    await asyncio.sleep(0)


async def get_page():
    page = await receive()
    parse(page)


async def receive():
    await asyncio.sleep(0)
    return ""


if __name__ == "__main__":
    import sys

    if "callbacks" in sys.argv:
        start_download()
        run()
    else:
        asyncio.run(download())
