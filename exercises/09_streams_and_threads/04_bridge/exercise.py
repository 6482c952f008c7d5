"""A bridge from an interface of callbacks to `await`."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol


class Api(Protocol):
    """A library that was written without asyncio."""

    def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None: ...

    def cancel(self, order: str) -> None: ...


async def wait_for_order(api: Api, order: str) -> Any:
    # TODO: start the order, wait until `on_done(result, error)` is called - in whatever thread -
    # TODO: and return the result or raise the error.
    # TODO: if you are cancelled, cancel the order.
    raise NotImplementedError


if __name__ == "__main__":

    class Kitchen:
        def start(self, order: str, on_done: Callable[[Any, Exception | None], None]) -> None:
            def cook() -> None:
                time.sleep(0.5)
                on_done(f"{order} is ready", None)

            threading.Thread(target=cook).start()

        def cancel(self, order: str) -> None:
            print("cancelled:", order)

    print(asyncio.run(wait_for_order(Kitchen(), "soup")))
