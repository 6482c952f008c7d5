"""Belief: without `yield from`, nothing has to take its place. The sleep never begins."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    await asyncio.gather(*(my_coroutine(f"task{number}", 1) for number in (1, 2, 3)))
    print("all finished")


def main() -> None:
    asyncio.run(run_three())


if __name__ == "__main__":
    main()
