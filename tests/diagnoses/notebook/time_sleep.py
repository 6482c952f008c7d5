import asyncio
import time


async def my_coroutine(task_name, seconds_to_sleep=3):
    print(f"{task_name} sleeping for: {seconds_to_sleep} seconds")
    time.sleep(seconds_to_sleep)
    print(f"{task_name} is finished")


async def run_tasks():
    await asyncio.gather(
        my_coroutine("task1", 1),
        my_coroutine("task2", 1),
        my_coroutine("task3", 1),
    )
