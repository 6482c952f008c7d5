"""Belief: the loop has to be fetched before it is used. Where none runs, there is none."""

import asyncio


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeps for {seconds_to_sleep} s")
    await asyncio.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")
    return task_name


async def run_three():
    await asyncio.gather(*(my_coroutine(f"task{number}", 1) for number in (1, 2, 3)))
    print("all finished")


def main() -> None:
    loop = asyncio.get_event_loop()
    loop.run_until_complete(run_three())


if __name__ == "__main__":
    main()
