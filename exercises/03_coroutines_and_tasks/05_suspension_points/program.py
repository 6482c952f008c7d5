import asyncio


async def program(lock):
    counter = 0
    counter = await add(counter, 1)
    counter += 1
    await asyncio.sleep(1)
    async with lock:
        counter += 1
    async for tick in ticks(3):
        counter += tick
    await asyncio.sleep(0)
    return counter


# The question is about lines 1 to 14. This is what they use, and how they are started.


async def add(a, b):
    return a + b


async def ticks(number):
    for _ in range(number):
        await asyncio.sleep(1)
        yield 1


async def keep(lock, seconds):
    async with lock:
        await asyncio.sleep(seconds)


async def main():
    lock = asyncio.Lock()
    keeper = asyncio.create_task(keep(lock, 2))  # has the lock until t = 2
    print("counter:", await program(lock))
    await keeper


if __name__ == "__main__":
    asyncio.run(main())
