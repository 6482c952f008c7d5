"""Belief: one sleep is as good as the other."""

import asyncio
import time


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    time.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    await asyncio.gather(
        my_coroutine("task1", 1),
        my_coroutine("task2", 1),
        my_coroutine("task3", 1),
    )
    print("all finished")


def main() -> None:
    asyncio.run(run_three())


if __name__ == "__main__":
    main()
