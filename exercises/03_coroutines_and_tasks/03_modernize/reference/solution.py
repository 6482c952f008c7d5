"""One solution of `modernize`."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    # What `yield from` was to generators, `await` is to coroutines.
    await asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    # gather starts all three, so no separate task for the first one is needed. And nobody
    # passes a loop around: asyncio finds the one that is running.
    await asyncio.gather(
        my_coroutine("task1", 1),
        my_coroutine("task2", 1),
        my_coroutine("task3", 1),
    )
    print("all finished")


def main() -> None:
    # Makes a loop, runs the coroutine to its end in it, and closes the loop again.
    asyncio.run(run_three())


if __name__ == "__main__":
    main()
