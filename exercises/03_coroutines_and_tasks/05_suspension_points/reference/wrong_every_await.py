"""Belief: every await lets others run. The coroutine awaited in line 6 never waits."""

LINES = {6, 8, 9, 11, 13}
