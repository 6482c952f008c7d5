"""Name the kinds of object that asyncio works with."""

import asyncio


def classify(x) -> set[str]:
    # TODO: return those of these names that fit `x`:
    # TODO: "coroutine function", "coroutine", "future", "task", "awaitable".
    raise NotImplementedError


if __name__ == "__main__":
    print("print:", classify(print))
    print("asyncio.sleep:", classify(asyncio.sleep))
