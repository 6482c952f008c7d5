"""Save something to its end, even if whoever saves it is cancelled meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    # TODO: run `commit(data)` to its end, whoever cancels you in the meantime.
    # TODO: if you were cancelled, end by CancelledError, when the commit has ended.
    raise NotImplementedError


if __name__ == "__main__":

    async def commit(data: str) -> None:
        print(f"saving {data}")
        try:
            await asyncio.sleep(1.5)
            print(f"{data} is saved")
        except asyncio.CancelledError:
            print(f"{data} is half written")
            raise

    async def main() -> None:
        saving = asyncio.create_task(save_no_matter_what(commit, "the letter"))
        await asyncio.sleep(0.5)
        print("cancel")
        saving.cancel()
        await asyncio.wait([saving])
        print("cancelled:", saving.cancelled())

    asyncio.run(main())
