"""How far a learner is: every attempt, hint and solution, in one file of the course folder.

Rule: what each run of pytest imports is small; the commands take the rest from its modules.
"""

from pytest_coro_lessons.progress.recording import record
from pytest_coro_lessons.progress.trouble import Trouble

__all__ = ["Trouble", "record"]
