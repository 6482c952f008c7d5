"""Jobs in the background: started and not waited for, and yet never forgotten."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """Starts jobs, keeps them until they have ended, and collects their errors."""

    errors: list[BaseException]

    def __init__(self) -> None:
        # TODO: no job yet, no error yet.
        raise NotImplementedError

    def spawn(self, coro: Coroutine[Any, Any, Any]) -> None:
        # TODO: start the job and return at once.
        raise NotImplementedError

    async def close(self) -> None:
        # TODO: wait until all jobs have ended.
        # TODO: if `close` is cancelled, cancel them, wait for them, and let it go on.
        raise NotImplementedError


if __name__ == "__main__":

    async def send_mail(to: str) -> None:
        await asyncio.sleep(0.5)
        if "@" not in to:
            raise ValueError(f"{to} is no address")
        print(f"sent to {to}")

    async def main() -> None:
        background = Background()
        background.spawn(send_mail("ana@example.org"))
        background.spawn(send_mail("luis"))
        print("both are on their way")
        await background.close()
        print("errors:", background.errors)

    asyncio.run(main())
