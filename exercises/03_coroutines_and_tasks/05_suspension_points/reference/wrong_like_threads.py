"""Belief: a task can be interrupted anywhere, like a thread."""

LINES = {7, 8, 9, 10, 11, 12, 13}
