"""Promises of finding lessons: the folder number is the order and nothing else."""

from pathlib import Path

import pytest

from pytest_coro_lessons.lessons import (
    find_course,
    find_exercise,
    find_lessons,
    packaged_exercises,
)

TITLE = 'title = { en = "Tea", es = "Té" }'
STEP = f'[[steps]]\nid = "boil"\n{TITLE}\ntests = ["test_boils"]\npoints = 5\n'
HINT = '[[hints]]\nen = "Look."\nes = "Mira."\n'


@pytest.fixture
def make(tmp_path):
    """Make an exercise in ``exercises``, and its lesson where that is asked for."""

    def make(folder, exercise_id, requires=(), *, lesson=True):
        place = tmp_path / "exercises" / folder
        place.mkdir(parents=True)
        head = f'id = "{exercise_id}"\n{TITLE}\nrequires = {list(requires)}\n'
        (place / "exercise.toml").write_text(head + STEP + HINT * 3, encoding="utf-8")
        if lesson:
            file = place.parent / "lesson.toml"
            file.write_text(f'id = "drinks"\n{TITLE}\n', encoding="utf-8")
        return tmp_path / "exercises"

    return make


def ids(lessons):
    return [exercise.id for lesson in lessons for exercise in lesson.exercises]


def test_lessons_and_exercises_come_in_the_order_of_their_numbers(make):
    make("10_late/1_a", "last")
    make("9_early/10_a", "second")
    root = make("9_early/9_b", "first")

    assert ids(find_lessons(root)) == ["first", "second", "last"]


def test_folders_without_a_toml_file_are_no_part_of_the_course(make):
    root = make("1_tea/1_boil", "boil")
    (root / "1_tea" / "2_notes").mkdir()
    (root / "__pycache__").mkdir()

    assert ids(find_lessons(root)) == ["boil"]


def test_an_exercise_knows_its_number_slug_and_answer_file(make):
    root = make("03_hot_drinks/02_make_tea", "make-tea")

    exercise = find_exercise(root / "03_hot_drinks" / "02_make_tea")

    assert (exercise.number, exercise.slug, exercise.lesson.id) == ("3.2", "make_tea", "drinks")
    assert exercise.answer_file == root / "03_hot_drinks" / "02_make_tea" / "exercise.py"


def test_an_exercise_without_a_lesson_takes_its_folders_name_for_one(make):
    root = make("My drinks/tea", "tea", lesson=False)

    exercise = find_exercise(root / "My drinks" / "tea")

    assert (exercise.lesson.id, exercise.lesson.title.en) == ("my-drinks", "My drinks")
    assert exercise.number == ""


def test_a_folder_without_exercise_toml_is_no_exercise(tmp_path):
    assert find_exercise(tmp_path) is None


def test_the_course_is_found_from_any_folder_inside_it(make, tmp_path):
    root = make("1_tea/1_boil", "boil")

    starts = [tmp_path, root, root / "1_tea" / "1_boil"]
    assert [find_course(start) for start in starts] == [root] * 3


def test_no_course_is_found_where_there_is_none(tmp_path):
    assert find_course(tmp_path) is None


def test_a_checkout_has_the_course_beside_the_package():
    assert packaged_exercises() == Path(__file__).resolve().parents[2] / "exercises"
