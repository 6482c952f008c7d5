"""Belief: asyncio.run runs a coroutine from anywhere. Inside a coroutine a loop already runs."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    await asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    for number in (1, 2, 3):
        asyncio.run(my_coroutine(f"task{number}", 1))
    print("all finished")


def main() -> None:
    asyncio.run(run_three())


if __name__ == "__main__":
    main()
