"""Belief: others run only where time passes. sleep(0) takes none, and they run all the same."""

LINES = {8, 9, 11}
