"""The promises about files and texts that hold for every lesson and exercise folder."""

from pytest_coro_lessons.authoring.markdown import blocks
from pytest_coro_lessons.lessons import find_lessons


def test_a_promise_of_an_exercise_is_kept(promise, subject):
    findings = list(promise(subject))

    assert findings == [], "\n".join(map(str, findings))


def test_a_promise_of_readings_is_kept(promise_of_readings, readable):
    findings = list(promise_of_readings(readable))

    assert findings == [], "\n".join(map(str, findings))


def test_a_promise_of_the_course_is_kept(promise_of_courses, project_root):
    findings = list(promise_of_courses(find_lessons(project_root / "exercises")))

    assert findings == [], "\n".join(map(str, findings))


def test_a_lesson_shows_what_happens_in_a_figure(lesson):
    reading = (lesson.folder / "README.md").read_text(encoding="utf-8")

    assert [block.call for block in blocks(reading) if block.call] != []
