"""Promises of `check`: what a broken exercise is told, where, and what mends it."""

import json
import os
import shutil
import subprocess

import pytest

from pytest_coro_lessons.authoring import translations
from pytest_coro_lessons.authoring.answers import Handed, answer_findings
from pytest_coro_lessons.authoring.checking import check
from pytest_coro_lessons.authoring.course import read_course
from pytest_coro_lessons.authoring.formatting import formatter, unformatted
from pytest_coro_lessons.authoring.runs import Found
from pytest_coro_lessons.authoring.translations import translation_is_as_new_as_its_source
from pytest_coro_lessons.diagnostics import LANGUAGES, Diagnostic
from pytest_coro_lessons.lessons import find_exercise

from .workshop import (
    added,
    both,
    changed,
    copied,
    make_course,
    make_exercise,
    removed,
    write,
)

PROGRAM = "\n```python\nimport asyncio\n\nprint(1 + 1)\n```\n\n```text\n{printed}\n```\n"
FIGURE = '\n<!-- timeline: asyncio.sleep(1, "tea") -->\n```text\nstale\n```\n'
COMPLAINS = "import sys\n\nprint('Task was destroyed', file=sys.stderr)"
# Well below what a loaded machine needs for a test, and well above what an honest one takes.
PATIENT = 60.0
INFO_FILE, READING, TRANSLATION = "exercise.toml", "README.md", "README.es.md"
SOLUTION, WRONG = "reference/solution.py", "reference/wrong_calling_is_waiting.py"
TEST, ANSWER = "test_exercise.py", "exercise.py"

# How the good exercise is broken, and what is found: the promise, the file, what stands in the line
# that is shown, and what mends it.
BROKEN = {
    "no-translation": (
        removed(TRANSLATION),
        ("missing-file", TRANSLATION, None, "write it"),
    ),
    "an-unlisted-file": (
        added("notes.txt", "remember"),
        ("unlisted-file", "notes.txt", None, "name it in `files`"),
    ),
    "a-listed-file-missing": (
        changed(INFO_FILE, "files = []", 'files = ["recipe.txt"]'),
        ("missing-extra", INFO_FILE, "files =", "add the file"),
    ),
    "a-mistake-in-the-metadata": (
        changed(INFO_FILE, "points = 4", 'points = "4"'),
        ("metadata", INFO_FILE, "points =", "write points = 5"),
    ),
    "an-undeclared-wrong-answer": (
        copied(WRONG, "reference/wrong_tea_makes_itself.py"),
        ("undeclared-answer", "reference/wrong_tea_makes_itself.py", None, "add one with file"),
    ),
    "a-wrong-answer-missing": (
        removed(WRONG),
        ("missing-answer", INFO_FILE, f'file = "{WRONG}"', "write the file, or remove"),
    ),
    "a-stub-without-todo": (
        changed(ANSWER, "# TODO: w", "# W"),
        ("stub-todo", ANSWER, None, "# TODO: ..."),
    ),
    "a-stub-that-imports-nothing": (
        changed(ANSWER, "import asyncio\n", "import asyncio_of_tomorrow\n"),
        ("demo-fails", ANSWER, "__main__", "correct what stands under"),
        ("stub-started", ANSWER, "import asyncio_of_tomorrow", "raise NotImplementedError"),
    ),
    "a-stub-that-is-done": (
        changed(ANSWER, "raise NotImplementedError", 'return "tea of hot water"'),
        ("stub-passes", ANSWER, None, "something that the stub does not do"),
    ),
    "something-left-to-do": (
        changed(READING, "Wait for the kettle.", "TODO: say more."),
        ("todo-left", READING, "TODO: say more.", "do it"),
    ),
    "a-test-without-a-step": (
        added(TEST, "\n\nasync def test_of_nothing():\n    pass\n"),
        ("stub-passes", ANSWER, None, "something that the stub does not do"),
        ("test-without-step", TEST, "async def test_of_nothing", "name it in `tests`"),
    ),
    "a-step-without-a-test": (
        changed(TEST, "test_makes_tea_of_the_water", "test_makes_tea"),
        ("right-fails", SOLUTION, None, "correct the answer, or the test"),
        ("step-without-test", INFO_FILE, '["test_makes_tea_of_the_water"]', "write the test"),
        ("test-without-step", TEST, "async def test_makes_tea(", "name it in `tests`"),
        ("wrong-fails", INFO_FILE, "fails =", "correct `fails`"),
    ),
    "a-long-hint": (
        changed(INFO_FILE, "runs nothing yet.", "runs nothing yet." + " No, really." * 90),
        ("hint-length", INFO_FILE, 'en = "Calling', "use 6 to 160 words"),
    ),
    "a-hint-in-one-language": (
        changed(INFO_FILE, 'es = "Mira qué', 'es = "Look at what the name of the water holds." #'),
        ("hint-untranslated", INFO_FILE, 'es = "Look at', "translate it"),
    ),
    "a-hint-that-belittles": (
        changed(INFO_FILE, "Look at what", "Just look at what"),
        ("hint-belittles", INFO_FILE, "Just look", "leave the word out"),
    ),
    "a-hint-that-tells-all": (
        changed(
            INFO_FILE,
            'es = "Llamar a una función corrutina todavía no ejecuta nada."',
            'es = """\nEscribe esto en tu función:\n\n    boiled_water = await boil()\n"""',
        ),
        ("hint-leaks", INFO_FILE, "boiled_water = await boil()", "on another example"),
    ),
    "other-headings": (
        changed(TRANSLATION, "## Qué se evalúa", "### Qué se evalúa"),
        ("headings-differ", TRANSLATION, "### Qué se evalúa", "the same headings"),
    ),
    "other-code": (
        changed(TRANSLATION, "async def make_tea(boil): ...", "async def haz_te(boil): ..."),
        ("code-differs-in-text", TRANSLATION, "haz_te", "make it the same in both"),
    ),
    "another-title": (
        changed(TRANSLATION, "# Haz té", "# Haz café"),
        ("no-title", TRANSLATION, "# Haz café", "make it `# Haz té`"),
    ),
    "points-that-do-not-add-up": (
        changed(READING, "| It waits for the kettle | 4 |", "| It waits for the kettle | 5 |"),
        ("points-untold", READING, "kettle | 5 |", "write the steps"),
    ),
    "a-program-that-fails": (
        both(
            added(READING, PROGRAM.format(printed="2").replace("1 + 1", "1 / 0")),
            added(TRANSLATION, PROGRAM.format(printed="2").replace("1 + 1", "1 / 0")),
        ),
        ("program-fails", TRANSLATION, "print(1 / 0)", "correct the Python blocks"),
        ("program-fails", READING, "print(1 / 0)", "correct the Python blocks"),
    ),
    "a-program-that-prints-something-else": (
        both(
            added(READING, PROGRAM.format(printed="3")),
            added(TRANSLATION, PROGRAM.format(printed="3")),
        ),
        ("output-differs", TRANSLATION, "3", "correct the text block"),
        ("output-differs", READING, "3", "correct the text block"),
    ),
    "a-stale-figure": (
        both(
            added(READING, PROGRAM.format(printed="2") + FIGURE),
            added(TRANSLATION, PROGRAM.format(printed="2") + FIGURE),
        ),
        ("figure-stale", TRANSLATION, "stale", "coro-lessons check --draw"),
        ("figure-stale", READING, "stale", "coro-lessons check --draw"),
    ),
    "a-silent-demonstration": (
        changed(ANSWER, "print(asyncio.run(make_tea(boil)))", "asyncio.run(make_tea(boil))"),
        ("demo-silent", ANSWER, "__main__", "end the stub with"),
    ),
    "a-long-demonstration": (
        changed(ANSWER, "asyncio.sleep(1.0)", "asyncio.sleep(60.0)"),
        ("demo-long", ANSWER, "__main__", "at most 5 s"),
    ),
    "a-solution-that-fails": (
        changed(SOLUTION, "return f", "return "),
        ("right-fails", SOLUTION, None, "correct the answer, or the test"),
    ),
    "a-solution-that-warns": (
        added(SOLUTION, '\n\nPATTERN = "\\."\n'),
        ("right-fails", SOLUTION, None, "without warnings"),
    ),
    "a-wrong-answer-that-is-right": (
        copied(SOLUTION, WRONG),
        ("wrong-passes", INFO_FILE, "file =", "what the belief gets wrong"),
    ),
    "a-wrong-answer-that-fails-more": (
        changed(INFO_FILE, '"test_takes_as_long_as_the_kettle", "test_makes', '"test_makes'),
        ("wrong-fails", INFO_FILE, "fails =", "correct `fails`"),
    ),
    "a-wrong-answer-that-says-something-else": (
        changed(INFO_FILE, 'says = "CL401"', 'says = "CL601"'),
        ("wrong-says", INFO_FILE, "says =", "correct `says`"),
    ),
    "a-code-without-words": (
        changed(INFO_FILE, 'says = "CL401"', 'says = "CL999"'),
        ("code-unknown", INFO_FILE, "says =", "coro-lessons explain"),
        ("code-unknown", INFO_FILE, "says =", "coro-lessons explain"),
        ("wrong-says", INFO_FILE, "says =", "correct `says`"),
    ),
    "a-requirement-of-nobody": (
        changed(INFO_FILE, "requires = []", 'requires = ["boil-water"]'),
        ("requires-unknown", INFO_FILE, "requires =", "correct the id"),
    ),
    "a-requirement-of-itself": (
        changed(INFO_FILE, "requires = []", 'requires = ["a-requirement-of-itself"]'),
        ("requires-later", INFO_FILE, "requires =", "renumber the folders"),
    ),
    "an-id-of-another": (
        changed(INFO_FILE, 'id = "an-id-of-another"', 'id = "good-tea"'),
        ("same-id", INFO_FILE, 'id = "good-tea"', "another id"),
    ),
    "a-test-that-is-no-python": (
        added(TEST, "\ndef (\n"),
        ("not-python", TEST, "def (", "correct that line"),
        ("run-ended", ANSWER, None, "correct the file or its test: pytest "),
        ("run-ended", SOLUTION, None, "correct the file or its test: pytest "),
        ("run-ended", WRONG, None, "correct the file or its test: pytest "),
        ("step-without-test", INFO_FILE, "tests =", "write the test"),
        ("step-without-test", INFO_FILE, "tests =", "write the test"),
    ),
    "an-answer-that-ends-python": (
        changed(WRONG, 'return f"tea', 'return __import__("os")._exit(0) or f"tea'),
        ("run-ended", WRONG, None, "correct the file or its test: pytest "),
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of broken exercises, each with one mistake, and a good one before them."""
    root = tmp_path_factory.mktemp("workshop")
    lesson = make_course(root)
    make_exercise(lesson, "good-tea")
    for name, (breaks, *_) in BROKEN.items():
        breaks(make_exercise(lesson, name))
    return root


@pytest.fixture(scope="module")
def report(course):
    exercises = course / "exercises"
    return check(read_course(exercises), exercises, jobs=2, budget=PATIENT)


def folder_of(course, name):
    (folder,) = course.glob(f"exercises/*/*_{name.replace('-', '_')}")
    return folder


def seen(finding, folder):
    """A finding as the cases above say it, without what mends it."""
    file = finding.file
    lines = file.read_text(encoding="utf-8").splitlines() if finding.line else []
    text = lines[finding.line - 1] if lines else None
    return finding.rule, file.relative_to(folder).as_posix(), text


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_exercise_is_told_where_and_how_to_mend_it(course, report, name):
    folder = folder_of(course, name)
    _, *expected = BROKEN[name]

    found = [one for one in report.findings if one.file.is_relative_to(folder)]
    found = sorted((one for one in found if one.rule != "unformatted"), key=lambda one: one.rule)
    shown = [seen(one, folder) for one in found]

    assert [(rule, file) for rule, file, _ in shown] == [one[:2] for one in expected]
    lines = [(one[2] or "", want[2] or "") for one, want in zip(shown, expected, strict=True)]
    mends = [(one.told("en").mend, want[3]) for one, want in zip(found, expected, strict=True)]
    assert [(seen, want) for seen, want in lines + mends if want not in seen] == []


def test_what_belongs_to_nothing_is_found_wherever_it_is(run, tea, tmp_path):
    exercises = tmp_path / "exercises"
    lesson = tea.parent
    for place in ("junk.py", "12_empty/README.md", "01_drinks/extra.md", "01_drinks/02_half/x.py"):
        write(exercises / place, "x = 1\n")
    write(lesson / "tables.csv", "1\n")
    changed("lesson.toml", "title", 'files = ["tables.csv", "gone.csv"]\ntitle')(lesson)

    found = json.loads(run("check", "--json", f"--budget={PATIENT}").output)["findings"]

    assert [(one["rule"], one["file"].removeprefix("exercises/")) for one in found] == [
        ("not-an-exercise", "01_drinks/02_half"),
        ("of-no-exercise", "01_drinks/extra.md"),
        ("missing-extra", "01_drinks/lesson.toml"),
        ("not-a-lesson", "12_empty"),
        ("of-no-lesson", "junk.py"),
    ]


def test_a_good_exercise_beside_broken_ones_has_no_findings(course, report):
    folder = folder_of(course, "good-tea")

    assert [one for one in report.findings if one.file.is_relative_to(folder)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_in_full(report, language):
    told = [text for one in report.findings for text in one.told(language)]

    assert [text for text in told if not text.strip()] == []


# Single promises.


def exercise_in(tmp_path):
    return find_exercise(make_exercise(make_course(tmp_path), "make-tea"))


def rules(findings):
    return [one.rule for one in findings]


def test_an_answer_that_takes_too_long_is_told_its_seconds_and_the_budget(tmp_path):
    exercise = exercise_in(tmp_path)
    handed = Handed(exercise, exercise.folder / SOLUTION)

    (finding,) = answer_findings(handed, Found(status="passed", slowest=2.5), budget=1.0)

    assert finding.told("en").what == "one of its tests takes 2.5 real seconds"
    assert finding.told("es").mend == "dale menos trabajo: 1 s es lo máximo"


def test_a_diagnostic_without_words_is_found(tmp_path):
    exercise = exercise_in(tmp_path)
    (wrong,) = exercise.info.wrong_answers
    found = Found("failed", (Diagnostic("CL998"),), failed=frozenset(wrong.fails))

    findings = answer_findings(Handed(exercise, exercise.folder / WRONG, wrong), found)

    assert rules(findings) == ["wrong-says", "wrong-untold", "wrong-untold"]


@pytest.mark.skipif(formatter() is None, reason="there is no ruff")
def test_a_file_that_is_not_formatted_is_told_with_its_first_line(tmp_path):
    exercise = exercise_in(tmp_path)
    changed(SOLUTION, "await boil()", "await  boil( )")(exercise.folder)

    (finding,) = unformatted([exercise.folder], formatter())

    assert (finding.rule, finding.line) == ("unformatted", 5)
    assert finding.file == exercise.folder / SOLUTION


# Translations.


@pytest.fixture
def git(tmp_path, monkeypatch):
    """A repository with a reading in both languages; call it to run git in it."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ana@example.org")

    def git(*words):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet")
    write(tmp_path / READING, "# Tea\n\nBoil water.\n")
    write(tmp_path / TRANSLATION, "# Té\n\nHierve agua.\n")
    git("add", ".")
    git("commit", "--quiet", "-m", "Both")
    return git


def older(folder):
    return list(translation_is_as_new_as_its_source(folder))


def test_a_translation_committed_with_its_source_is_as_new(git, tmp_path):
    assert older(tmp_path) == []


def test_a_change_of_the_source_in_a_later_commit_makes_the_translation_older(git, tmp_path):
    write(tmp_path / READING, "# Tea\n\nBoil fresh water.\n")
    git("commit", "--quiet", "-am", "Source")

    (finding,) = older(tmp_path)

    assert (finding.file, finding.facts["at"]) == (tmp_path / TRANSLATION, 3)


def test_a_change_that_is_not_committed_counts_as_well(git, tmp_path):
    write(tmp_path / READING, "# Green tea\n\nBoil water.\n")

    assert [one.facts["at"] for one in older(tmp_path)] == [1]


def test_a_translation_touched_after_that_is_as_new_again(git, tmp_path):
    write(tmp_path / READING, "# Green tea\n\nBoil water.\n")
    write(tmp_path / TRANSLATION, "# Té verde\n\nHierve agua.\n")

    assert older(tmp_path) == []


def test_code_is_no_prose_to_translate(git, tmp_path):
    write(tmp_path / READING, "# Tea\n\nBoil water.\n\n```python\nboil()\n```\n")

    assert older(tmp_path) == []


def test_a_change_that_needs_no_translation_can_be_confirmed(git, tmp_path):
    write(tmp_path / READING, "# Tea\n\nBoil the water.\n")
    (finding,) = older(tmp_path)

    added(TRANSLATION, f"\n<!-- as README.md {finding.facts['mark']} -->\n")(tmp_path)
    git("commit", "--quiet", "-am", "Confirmed")
    write(tmp_path / READING, "# Tea\n\nBoil the water!\n")

    assert finding.facts["mark"] in finding.told("es").mend
    assert rules(older(tmp_path)) == ["translation-older"]


@pytest.mark.parametrize(("minutes", "found"), [(-10, []), (1, []), (10, ["translation-older"])])
def test_without_git_it_is_the_times_of_the_files(tmp_path, monkeypatch, minutes, found):
    monkeypatch.setattr(translations, "_git", lambda *_: None)
    write(tmp_path / READING, "# Tea\n")
    write(tmp_path / TRANSLATION, "# Té\n")
    os.utime(tmp_path / TRANSLATION, (0, 0))
    os.utime(tmp_path / READING, (minutes * 60, minutes * 60))

    assert rules(older(tmp_path)) == found


# The command.


@pytest.fixture
def tea(tmp_path):
    """A course with the good exercise."""
    return make_exercise(make_course(tmp_path), "make-tea")


def test_a_course_in_order_has_exit_code_0(run, tea):
    found = run("check", "--jobs=1", f"--budget={PATIENT}")

    assert (found.exit_code, found.output) == (
        0,
        "1 exercise and 3 answers checked. 0 things to mend.\n",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_shown_with_its_place_and_what_mends_it(run, tea, golden, language):
    changed(INFO_FILE, 'says = "CL401"', 'says = "CL601"')(tea)
    changed(ANSWER, "# TODO: w", "# W")(tea)

    found = run("check", "exercises/01_drinks", f"--budget={PATIENT}", language=language)

    assert found.exit_code == 1
    golden(f"check.{language}.txt", found.output)


def test_a_program_gets_the_findings_with_all_words(run, tea):
    changed(ANSWER, "# TODO: w", "# W")(tea)

    found = json.loads(run("check", "--json", f"--budget={PATIENT}", str(tea)).output)

    assert found["schema"] == "coro-lessons/check/v1"
    assert (found["exercises"], found["answers"]) == (1, 3)
    (finding,) = found["findings"]
    assert finding["rule"] == "stub-todo"
    assert finding["file"] == "exercises/01_drinks/01_make_tea/exercise.py"
    assert finding["what"].keys() == finding["mend"].keys() == {"en", "es"}


def test_a_folder_without_a_course_is_told_so(run, tmp_path):
    found = run("check")

    assert (found.exit_code, "there is no course in" in found.output) == (1, True)


def test_a_path_that_is_not_there_is_a_mistake_in_the_command_line(run, tea):
    assert run("check", "exercises/99_nothing").exit_code == 2


def test_without_a_formatter_it_is_said_that_nobody_looked(run, tea, monkeypatch):
    monkeypatch.setattr("pytest_coro_lessons.authoring.formatting.formatter", lambda: None)

    output = run("check", f"--budget={PATIENT}").output

    assert output.startswith("Formatting was not checked: there is no ruff")


def test_figures_are_drawn_anew_where_that_is_asked_for(run, tea, tmp_path):
    added(READING, PROGRAM.format(printed="2") + FIGURE)(tea)

    found = run("check", "--draw")

    reading = (tea / READING).read_text(encoding="utf-8")
    assert found.output == "Drawn anew: exercises/01_drinks/01_make_tea/README.md\n"
    assert ("stale" in reading, "virtual seconds" in reading) == (False, True)
    assert run("check", "--draw").output == "All figures are as they should be.\n"


def test_what_programs_say_on_the_error_stream_is_not_shown_between_findings(run, tea, capfd):
    noisy = PROGRAM.format(printed="2").replace("import asyncio", COMPLAINS)
    both(added(READING, noisy), added(TRANSLATION, noisy))(tea)

    found = run("check", "--jobs=1", f"--budget={PATIENT}")

    assert found.output == "1 exercise and 3 answers checked. 0 things to mend.\n"
    assert capfd.readouterr().err == ""


def test_the_tests_of_an_author_leave_no_progress(run, tea, tmp_path):
    run("check", f"--budget={PATIENT}")

    assert not (tmp_path / ".coro-lessons").exists()
