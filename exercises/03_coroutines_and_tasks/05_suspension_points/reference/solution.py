"""The suspension points of program.py."""

# 8 and 13 wait for a sleep; sleep(0) takes no time, and still gives the others a turn.
# 9 waits because another task has the lock until t = 2. Had the lock been free, entering
# it would not have suspended. 11 waits for each tick. 6 is no suspension point: `add`
# comes to its end without waiting for anything, so control never leaves the task.
LINES = {8, 9, 11, 13}
