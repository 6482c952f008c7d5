"""Belief: what starts coroutines has to be one. Calling main then starts nothing."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    await asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def main() -> None:
    await asyncio.gather(*(my_coroutine(f"task{number}", 1) for number in (1, 2, 3)))
    print("all finished")


if __name__ == "__main__":
    asyncio.run(main())
