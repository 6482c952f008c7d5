"""Belief: it works, so it is modern. types.coroutine keeps the generators of 2014 alive."""

import asyncio
import types


@types.coroutine
def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    yield from asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    await asyncio.gather(*(my_coroutine(f"task{number}", 1) for number in (1, 2, 3)))
    print("all finished")


def main() -> None:
    asyncio.run(run_three())


if __name__ == "__main__":
    main()
