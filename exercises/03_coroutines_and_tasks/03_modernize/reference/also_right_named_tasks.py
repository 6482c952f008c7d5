"""Also right: tasks with names of their own, and a coroutine in between for each."""

import asyncio
from functools import partial


async def my_coroutine(task_name, seconds_to_sleep=3):
    say = partial(print, task_name)
    say("sleeps for", seconds_to_sleep, "s")
    await asyncio.sleep(seconds_to_sleep)
    say("is finished")
    return task_name


async def one_second(number):
    return await my_coroutine(f"task{number}", seconds_to_sleep=1)


async def run_three():
    tasks = [asyncio.create_task(one_second(n), name=f"number {n}") for n in (1, 2, 3)]
    await asyncio.wait(tasks)


def main() -> None:
    asyncio.run(run_three())
    print("all finished")


if __name__ == "__main__":
    main()
