"""The program in old_program.txt, written again in the notation of today."""


async def my_coroutine(task_name, seconds_to_sleep=3):
    # TODO: print, wait, print and return, as in the old program.
    raise NotImplementedError


def main() -> None:
    # TODO: run three coroutines at once, then print "all finished".
    raise NotImplementedError


if __name__ == "__main__":
    main()
