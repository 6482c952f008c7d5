"""Belief: run it often enough, and it breaks by itself. Here it never does."""

ORDER: list[str] = []
