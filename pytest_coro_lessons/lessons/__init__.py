"""The course as data: what a lesson folder says, where it is, and the learner's answer."""

from pytest_coro_lessons.lessons._running import hidden_standard_module
from pytest_coro_lessons.lessons._toml import line_of, misfit
from pytest_coro_lessons.lessons.answer import Answer, AnswerFile, load_answer
from pytest_coro_lessons.lessons.find import (
    Exercise,
    Lesson,
    exercise_folders,
    find_course,
    find_exercise,
    find_lessons,
    lesson_folders,
    packaged_exercises,
)
from pytest_coro_lessons.lessons.model import (
    Bar,
    ExerciseInfo,
    Exploring,
    LessonInfo,
    Step,
    Survivor,
    Text,
    WrongAnswer,
    read_exercise_info,
    read_lesson_info,
)

__all__ = [
    "Answer",
    "AnswerFile",
    "Bar",
    "Exercise",
    "ExerciseInfo",
    "Exploring",
    "Lesson",
    "LessonInfo",
    "Step",
    "Survivor",
    "Text",
    "WrongAnswer",
    "exercise_folders",
    "find_course",
    "find_exercise",
    "find_lessons",
    "hidden_standard_module",
    "lesson_folders",
    "line_of",
    "load_answer",
    "misfit",
    "packaged_exercises",
    "read_exercise_info",
    "read_lesson_info",
]
