"""How far a learner is: every attempt, hint and solution, in one file of the course folder."""

from pytest_coro_lessons.progress.history import Day, by_day
from pytest_coro_lessons.progress.model import Attempt, ExerciseProgress, State, Trouble
from pytest_coro_lessons.progress.recording import record

__all__ = ["Attempt", "Day", "ExerciseProgress", "State", "Trouble", "by_day", "record"]
