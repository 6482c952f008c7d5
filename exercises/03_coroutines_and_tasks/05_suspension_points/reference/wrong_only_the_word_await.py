"""Belief: only the word await can suspend. `async with` and `async for` are left out."""

LINES = {8, 13}
