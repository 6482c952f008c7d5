"""Find one row, and close the cursor."""

import asyncio
from collections.abc import AsyncGenerator, Callable


async def first_match(
    rows: Callable[[], AsyncGenerator[str, None]], pred: Callable[[str], bool]
) -> str | None:
    # TODO: go through `rows()` up to the first row of which `pred` says yes, and return it.
    # TODO: on every way out, the cursor is closed before you return.
    raise NotImplementedError


if __name__ == "__main__":

    async def rows() -> AsyncGenerator[str, None]:
        print("the cursor is open")
        try:
            for row in ["Ana", "Luis", "Eva", "Bea"]:
                await asyncio.sleep(0.3)
                yield row
        finally:
            await asyncio.sleep(0.1)
            print("the cursor is closed")

    async def main() -> None:
        print("found:", await first_match(rows, lambda row: row.startswith("L")))

    asyncio.run(main())
