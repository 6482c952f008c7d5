"""One solution of `save_no_matter_what`."""

import asyncio
from collections.abc import Awaitable, Callable


async def save_no_matter_what(commit: Callable[[str], Awaitable[None]], data: str) -> None:
    # A task of its own: who cancels us does not cancel it. And we keep it, to wait for its end.
    saving = asyncio.create_task(commit(data))
    cancelled = None
    # A loop, because the second cancellation comes as the first one did.
    while not saving.done():
        try:
            # `await saving` would pass our cancellation on to the task. `asyncio.wait` does not:
            # it only stops waiting. `asyncio.shield(saving)` would do as well.
            await asyncio.wait([saving])
        except asyncio.CancelledError as error:
            cancelled = error
    saving.result()  # raises what the commit failed with
    if cancelled is not None:
        # Late, but not lost: whoever cancelled us relies on it.
        raise cancelled
