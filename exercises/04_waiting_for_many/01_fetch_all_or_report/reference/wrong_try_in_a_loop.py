"""Belief: to catch each error, each page has to be awaited before the next is asked for."""

from collections.abc import Awaitable, Callable


async def fetch_all_or_report(
    fetch: Callable[[str], Awaitable[str]], urls: list[str]
) -> dict[str, str | Exception]:
    report: dict[str, str | Exception] = {}
    for url in urls:
        try:
            report[url] = await fetch(url)
        except Exception as error:
            report[url] = error
    return report
