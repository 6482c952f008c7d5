"""Promises of exercise.toml and lesson.toml: what is wrong in them is named."""

import re

import pytest

from pytest_coro_lessons.errors import LessonError
from pytest_coro_lessons.lessons import Text, read_exercise_info, read_lesson_info

TITLE = 'title = { en = "Tea", es = "Té" }'
STEP = f'[[steps]]\nid = "boil"\n{TITLE}\ntests = ["test_boils"]\npoints = 5\n'
HINT = '[[hints]]\nen = "Look."\nes = "Mira."\n'
EXERCISE = f'id = "make-tea"\n{TITLE}\n{STEP}{HINT * 3}'


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "exercise.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_an_exercise_is_read_with_its_steps_and_points(write):
    second = STEP.replace("boil", "pour").replace("5", "3")

    info = read_exercise_info(write(EXERCISE + second))

    assert (info.id, info.title, info.max_points) == ("make-tea", Text("Tea", "Té"), 8)
    assert info.tests == ("test_boils", "test_pours")


def test_a_text_falls_back_to_english():
    text = Text(en="Tea", es="Té")

    assert [text.in_language(code) for code in ("es", "en", "fr")] == ["Té", "Tea", "Tea"]


def test_a_lesson_is_read(tmp_path):
    file = tmp_path / "lesson.toml"
    file.write_text(f'id = "drinks"\n{TITLE}\n', encoding="utf-8")

    assert read_lesson_info(file).id == "drinks"


def test_what_cannot_be_in_the_file_is_named_with_what_mends_it(write):
    file = write(EXERCISE + "point = 3\n")

    message = f"{file}:17: hints[2] has the unknown key 'point'; use 'en' or 'es'"
    with pytest.raises(LessonError, match=f"^{re.escape(message)}$"):
        read_exercise_info(file)


EXPLORED = "points = 5\nexplore = "
SAYS = 'says = "CL201"\n'
WRONG = f'[[wrong_answers]]\nfile = "w.py"\nbelief = {TITLE[8:]}\nfails = ["test_boils"]\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "make-tea"\n', "", ":1: the file has no key 'id'; add id = \"make-tea\""),
        (
            TITLE,
            'title = "Tea"',
            (
                ":2: title = 'Tea' does not fit: expected a table, got str; "
                'write title = { en = "...", es = "..." }'
            ),
        ),
        (
            "points = 5",
            "points = 0",
            ":7: steps[0].points = 0 does not fit: expected int >= 1; write points = 5",
        ),
        ("points = 5\n", "", ":3: steps[0] has no key 'points'; add points = 5"),
        (
            "points = 5",
            'points = "5"',
            ":7: steps[0].points = '5' does not fit: expected int, got str; write points = 5",
        ),
        (
            "make-tea",
            "make_tea",
            (
                ":1: id = 'make_tea' does not fit: expected lower-case words joined by hyphens, "
                'such as make-tea; write id = "make-tea"'
            ),
        ),
        (
            TITLE,
            TITLE + '\nrequires = ["Boil water"]',
            (
                ":3: requires[0] = 'Boil water' does not fit: expected lower-case words joined by "
                'hyphens, such as make-tea; write requires = ["make-tea"]'
            ),
        ),
        (
            TITLE,
            TITLE + '\ndocs = ["docs.python.org"]',
            (
                ":3: docs[0] = 'docs.python.org' does not fit: expected the address of a page: "
                'https://...; write docs = ["https://..."]'
            ),
        ),
        (
            HINT * 3,
            "",
            ":1: the file has no key 'hints'; add [[hints]] with en and es, three times",
        ),
        (
            HINT * 3,
            HINT,
            "'}] does not fit: expected array of length >= 3; write [[hints]] with en and es",
        ),
        ("id =", "id ", ":1: is not TOML: Expected '=' after a key"),
        (
            '["test_boils"]',
            "[]",
            ":6: steps[0].tests = [] does not fit: expected array of length >= 1; write tests = ",
        ),
        (
            '["test_boils"]',
            '["boils"]',
            (
                ":6: steps[0].tests[0] = 'boils' does not fit: expected the name of a test "
                'function: test_...; write tests = ["test_..."]'
            ),
        ),
        ('es = "Té"', 'fr = "Thé"', ":2: title has the unknown key 'fr'; use 'en' or 'es'"),
        (
            HINT * 3,
            HINT * 3 + WRONG + 'says = "201"\n',
            (
                ":21: wrong_answers[0].says = '201' does not fit: expected the code of a "
                'diagnostic, such as CL201; write says = "CL201"'
            ),
        ),
        (
            "points = 5",
            EXPLORED + '{ sweep = "all" }',
            (
                ":8: steps[0].explore.sweep = 'all' does not fit: expected one of 'cancel', "
                "'chunks', 'garbage'; write sweep = \"cancel\""
            ),
        ),
        (
            "points = 5",
            EXPLORED + "{ schedule = 4 }",
            ":8: steps[0].explore has the unknown key 'schedule'; use 'schedules', 'sweep', ",
        ),
        (STEP, STEP * 2, ":9: steps.id has 'boil' twice; give each step its own id"),
        ('["test_boils"]', '["test_a", "test_a"]', ":6: steps.tests has 'test_a' twice; name each"),
        ("[[hints]]", "[[hintz]]", ":8: the file has the unknown key 'hintz'; use 'id', 'title', "),
        (HINT * 3, HINT * 3 + WRONG.replace("boils", "x") + SAYS, ":20: wrong_answers.fails of "),
    ],
)
def test_each_mistake_names_file_key_value_and_what_is_allowed(write, old, new, message):
    file = write(EXERCISE.replace(old, new, 1))

    with pytest.raises(LessonError, match=f"^{re.escape(str(file))}.*{re.escape(message)}"):
        read_exercise_info(file)


def test_of_a_long_value_both_ends_are_shown(write):
    file = write(EXERCISE.replace("Look.", "Look. " * 50, 1).replace(HINT, "", 1))

    with pytest.raises(LessonError) as found:
        read_exercise_info(file)

    assert len(str(found.value)) < len(str(file)) + 200


def test_a_wrong_answer_fails_only_tests_that_exist(write):
    wrong = f'[[wrong_answers]]\nfile = "w.py"\nbelief = {TITLE[8:]}\nfails = ["test_x"]\n'
    file = write(EXERCISE + wrong + 'says = "CL201"\n')

    with pytest.raises(LessonError, match=r"'w\.py' names 'test_x', which no step has; use"):
        read_exercise_info(file)


def shape(*bars):
    return f'[[intended]]\ntests = ["test_boils"]\nbars = [{", ".join(bars)}]\n'


def test_an_intended_wait_ends_well_unless_the_file_says_how_else(write):
    times = 'name = "boil()", start = 0, end = 1'
    bars = f"{{ {times} }}", f'{{ {times}, outcome = "cancelled" }}'

    info = read_exercise_info(write(EXERCISE + shape(*bars)))

    assert [bar.outcome for bar in info.intended_of("test_boils")] == ["ok", "cancelled"]


def test_an_intended_outcome_is_one_that_is_known(write):
    bar = '{ name = "boil()", start = 0, end = 1, outcome = "late" }'

    with pytest.raises(
        LessonError, match=r"outcome = 'late' does not fit.*outcome = \"cancelled\""
    ):
        read_exercise_info(write(EXERCISE + shape(bar)))


def test_a_missing_file_is_a_lesson_error(tmp_path):
    with pytest.raises(LessonError, match=r"exercise.toml: cannot be read \(No such file"):
        read_exercise_info(tmp_path / "exercise.toml")


def test_a_file_that_is_not_utf8_is_a_lesson_error(tmp_path):
    file = tmp_path / "exercise.toml"
    file.write_bytes(b'id = "t\xe9"')

    with pytest.raises(LessonError, match=r"is not UTF-8 \(byte 7\); save the file as UTF-8"):
        read_exercise_info(file)


@pytest.mark.parametrize(
    ("old", "new", "what", "mend"),
    [
        ("points = 5\n", "", "steps[0] no tiene la clave 'points'", "añade points = 5"),
        (HINT, "", "se espera una lista de longitud >= 3", "escribe [[hints]] con en y es, tres"),
        (HINT, HINT * 2, "se espera una lista de longitud <= 3", "escribe [[hints]] con en y es"),
        ("points = 5", "points = 0", "se espera int >= 1", "escribe points = 5"),
        (TITLE, "title = 3", "se espera una tabla y hay int", 'escribe title = { en = "...'),
        (TITLE, TITLE + '\nfiles = [""]', "se espera str de longitud >= 1", 'escribe files = ["'),
        ("make-tea", "make_tea", "se espera palabras en minúsculas unidas", 'escribe id = "'),
        ("[[hints]]", "[[hintz]]", "el archivo tiene la clave desconocida 'hintz'", "usa 'id', "),
        (STEP, STEP * 2, "steps.id tiene 'boil' dos veces", "da a cada paso su propio id"),
        ("id =", "id ", "no es TOML: Expected", "corrige esa línea"),
    ],
)
def test_the_same_is_told_in_spanish(write, old, new, what, mend):
    file = write(EXERCISE.replace(old, new, 1))

    with pytest.raises(LessonError) as found:
        read_exercise_info(file)

    assert what in found.value.what["es"]
    assert mend in found.value.mend["es"]
    assert found.value.told("es").startswith(f"{file}:")
