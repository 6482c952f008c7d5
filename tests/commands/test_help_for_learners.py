"""Promises of `hint`, `show`, `explain`, `solution` and `reset`: help, when it is asked for."""

import pytest

from pytest_coro_lessons.diagnostics import LANGUAGES
from pytest_coro_lessons.progress.store import Progress

from .conftest import LATE, RIGHT, STUB


@pytest.fixture(autouse=True)
def on_path(monkeypatch):
    monkeypatch.setattr("pytest_coro_lessons.commands.course.typed", lambda name, _: name)


# hint


@pytest.mark.parametrize(
    "name",
    [
        "make-tea",
        "1.1",
        "make_tea",
        "01_make_tea",
        "exercises/01_drinks/01_make_tea",
        "exercises/01_drinks/01_make_tea/exercise.py",
    ],
)
def test_an_exercise_has_many_names(home, run, name):
    assert run("hint", name).output.startswith("1.1 Make tea: hint 1 of 3\n\nOne.\n")


def test_each_hint_comes_after_the_one_before(home, run):
    shown = [run("hint", "make-tea").output.splitlines() for _ in range(4)]

    assert [lines[2] for lines in shown] == ["One.", "Two.", "Three.", "Three."]
    assert shown[0][-1] == "The next hint: coro-lessons hint make-tea"
    assert shown[2][-1].startswith("To read: https://docs.python.org/")


def test_hints_are_counted_for_each_exercise(home, run):
    run("hint", "make-tea")

    assert "One." in run("hint", "make-coffee").output


def test_where_hints_cannot_be_remembered_the_next_one_is_asked_for_by_its_number(home, run):
    (home / ".coro-lessons").write_text("a file in the way of the folder")

    found = run("hint", "make-tea")

    assert "The next hint: coro-lessons hint make-tea 2\n" in found.output
    assert "Your progress is not kept here" in found.stderr


def test_a_damaged_store_does_not_change_how_hints_are_asked_for(home, run):
    (home / ".coro-lessons").mkdir()
    (home / ".coro-lessons" / "progress.sqlite3").write_bytes(b"no database " * 100)

    found = run("hint", "make-tea")

    assert "The next hint: coro-lessons hint make-tea\n" in found.output
    assert "Two." in run("hint", "make-tea").output


def test_a_hint_can_be_read_again(home, run):
    run("hint", "make-tea")
    run("hint", "make-tea")

    assert "Uno." in run("hint", "make-tea", "1", language="es").output


def test_without_a_name_it_is_the_current_exercise(learner, run):
    learner.solved("make-tea")

    assert run("hint").output.startswith("1.2 Make coffee: hint 1 of 3")


def test_without_a_course_to_work_in_the_next_hint_is_asked_for_by_its_number(run):
    output = run("hint", "greet-all").output

    assert output.splitlines()[-1] == "The next hint: coro-lessons hint greet-all 2"


def test_hints_fold_to_the_terminal_and_keep_their_code(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")

    output = run("hint", "greet-all", "3", language="es").output

    assert max(map(len, output.splitlines()[:5])) <= 50
    assert '\n    async def make_tea(boil, pour):\n        await boil("water")\n' in output


# show


@pytest.mark.parametrize(("language", "title"), [("en", "Make tea"), ("es", "Haz té")])
def test_the_task_is_rendered_in_the_readers_language(home, run, language, title):
    output = run("show", "make-tea", language=language).output

    assert title in output.splitlines()[0]
    assert "#" not in output
    assert "*" not in output
    assert "exercises/01_drinks/01_make_tea/exercise.py" in output


def test_code_in_a_task_keeps_its_lines_in_a_narrow_terminal(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")

    lines = run("show", "run-tasks").output.splitlines()

    signature = "work: Callable[[str, float], Awaitable[str]], names: list[str], seconds: float"
    assert f"     {signature}" in lines
    assert max(len(line) for line in lines[: lines.index(f"     {signature}")]) <= 50


def test_a_task_that_is_not_there_is_named(home, run, learner):
    (learner.exercise("make-tea").folder / "README.md").unlink()

    found = run("show", "make-tea")

    assert (found.exit_code, "01_make_tea/README.md" in found.output) == (1, True)


# explain


@pytest.mark.parametrize("code", ["CL201", "cl201", "201"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_explained_without_the_facts_of_a_run(run, code, language):
    output = run("explain", code, language=language).output

    assert "CL201" in output.splitlines()[0]
    assert len(output.split()) > 20
    assert "{" not in output


def test_code_in_a_sentence_is_told_from_the_words_without_colour(run):
    output = run("explain", "CL401").output

    assert "`async def`" in output
    assert "```" not in output


def test_an_unknown_code_names_those_that_are_close(run):
    found = run("explain", "CL2011")

    assert found.exit_code == 2
    assert "there is no code CL2011; there is CL2" in found.output
    assert "CL201" in found.output


def test_without_a_code_it_is_what_was_told_last(learner, run):
    learner.tried("make-tea", "failed", LATE)

    assert "CL101" in run("explain").output


def test_where_nothing_was_told_there_is_nothing_to_explain(home, run):
    found = run("explain")

    assert (found.exit_code, found.output) == (
        1,
        "Error: 1.1 Make tea: no code was told when it last ran\n",
    )


# solution


@pytest.fixture
def with_solutions(learner):
    folder = learner.exercise("make-tea").folder / "reference"
    folder.mkdir()
    (folder / "solution.py").write_text(RIGHT)
    (folder / "also_right_with_a_task.py").write_text("# another way\n")
    return learner


def test_a_solution_comes_after_ones_own(with_solutions, run):
    with_solutions.solved("make-tea")

    output = run("solution", "make-tea").output

    assert output.startswith(f"1.1 Make tea: a solution\n\n{RIGHT}")
    assert output.endswith("Also right: with a task\n\n# another way\n")


def test_before_that_it_is_not_shown(with_solutions, run):
    found = run("solution", "make-tea")

    assert found.exit_code == 1
    assert "await work()" not in found.output
    assert found.output.rstrip().endswith("coro-lessons solution make-tea --give-up")


def test_whoever_gives_up_sees_it_and_that_is_kept(with_solutions, run):
    found = run("solution", "make-tea", "--give-up")

    assert (found.exit_code, RIGHT in found.output) == (0, True)
    assert with_solutions.progress_of("make-tea").gave_up


def test_looking_after_ones_own_is_no_giving_up(with_solutions, run):
    with_solutions.solved("make-tea")
    run("solution", "make-tea", "--give-up")

    assert not with_solutions.progress_of("make-tea").gave_up


def test_a_course_without_solutions_says_so(learner, run):
    found = run("solution", "make-tea", "--give-up")

    assert (found.exit_code, "came without solutions" in found.output) == (1, True)


def test_solutions_come_with_the_package(run, tmp_path, monkeypatch):
    run("start", "mine")
    monkeypatch.chdir(tmp_path / "mine")

    assert "async def greet_all" in run("solution", "3.1", "--give-up").output


# reset


@pytest.fixture
def begun(learner):
    """An exercise whose stub was seen before the learner wrote an answer."""
    learner.tried("make-tea", "not_started", answer=STUB)
    learner.tried("make-tea", "failed", LATE)
    return learner


def answer_of(learner):
    return learner.exercise("make-tea").answer_file.read_text()


def test_a_reset_asks_and_keeps_the_answer(begun, run):
    found = run("reset", "make-tea", answer="y\n")

    (backup,) = (begun.home / ".coro-lessons" / "backups" / "make-tea").iterdir()
    assert found.exit_code == 0
    assert (answer_of(begun), backup.read_text()) == (STUB, RIGHT)
    assert backup.name in found.output


@pytest.mark.parametrize(("language", "answer"), [("es", "s\n"), ("es", "sí\n"), ("en", "YES\n")])
def test_it_asks_in_the_readers_language(begun, run, language, answer):
    assert run("reset", "make-tea", language=language, answer=answer).exit_code == 0
    assert answer_of(begun) == STUB


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "perhaps\n"])
def test_anything_but_a_yes_changes_nothing(begun, run, answer):
    found = run("reset", "make-tea", answer=answer)

    assert (found.exit_code, answer_of(begun)) == (1, RIGHT)
    assert not (begun.home / ".coro-lessons" / "backups").exists()


def test_every_backup_is_kept(begun, run):
    run("reset", "make-tea", "--yes")
    begun.tried("make-tea", "failed", LATE)
    run("reset", "make-tea", "--yes")

    assert len(list((begun.home / ".coro-lessons" / "backups" / "make-tea").iterdir())) == 2


def test_after_a_reset_the_exercise_is_new(begun, run):
    run("reset", "make-tea", "--yes")

    assert begun.progress_of("make-tea").state == "not_started"


def test_a_stub_needs_no_reset(begun, run):
    run("reset", "make-tea", "--yes")

    assert run("reset", "make-tea").output.endswith("exercise.py is the stub already.\n")


def test_a_deleted_answer_comes_back_as_the_stub(begun, run):
    begun.exercise("make-tea").answer_file.unlink()

    assert run("reset", "make-tea", "--yes").exit_code == 0
    assert answer_of(begun) == STUB


def test_without_a_stub_nothing_is_written(learner, run):
    learner.tried("make-tea", "failed", LATE)

    found = run("reset", "make-tea", "--yes")

    assert (found.exit_code, answer_of(learner)) == (1, RIGHT)


def test_stubs_come_with_the_package_as_well(run, tmp_path, monkeypatch):
    run("start", "mine")
    monkeypatch.chdir(tmp_path / "mine")
    (tmp_path / "mine" / ".coro-lessons" / "progress.sqlite3").unlink()
    file = tmp_path / "mine/exercises/03_coroutines_and_tasks/01_greet_all/exercise.py"
    stub = file.read_text()
    file.write_text("# mine\n")

    run("reset", "3.1", "--yes")

    assert file.read_text() == stub


def test_a_file_that_is_gone_comes_back_without_a_question(learner, run):
    file = learner.exercise("make-tea").answer_file
    with Progress(learner.home) as progress:
        progress.keep_stubs({"make-tea": STUB.encode()})
    file.unlink()

    found = run("reset", "make-tea")

    assert found.exit_code == 0
    assert file.read_text(encoding="utf-8") == STUB
