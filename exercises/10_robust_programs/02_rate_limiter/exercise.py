"""A limit on how many may start in any stretch of time."""

import asyncio


class RateLimiter:
    """Lets `n` pass in any stretch of `per` seconds, and no more."""

    def __init__(self, n: int, per: float) -> None:
        # TODO: nobody has passed yet.
        raise NotImplementedError

    async def acquire(self) -> None:
        # TODO: return as soon as one more may pass; wait until then.
        raise NotImplementedError


if __name__ == "__main__":

    async def main() -> None:
        limiter = RateLimiter(2, 1.0)
        loop = asyncio.get_running_loop()
        start = loop.time()
        for number in range(5):
            await limiter.acquire()
            print(f"number {number} after {loop.time() - start:.1f} s")

    asyncio.run(main())
