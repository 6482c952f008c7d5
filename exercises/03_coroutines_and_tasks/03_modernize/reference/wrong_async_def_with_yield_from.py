"""Belief: it is enough to change def into async def. `yield from` is not allowed there."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    yield from asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    tasks = [asyncio.create_task(my_coroutine(f"task{number}", 1)) for number in (1, 2, 3)]
    yield from asyncio.wait(tasks)
    print("all finished")


def main() -> None:
    asyncio.run(run_three())


if __name__ == "__main__":
    main()
