"""The promises about files and texts that hold for every lesson and exercise folder."""

import ast
import re

from pytest_coro_lessons.lessons import order_problems

from .figures import FIGURE

# Words that make a reader who does not find it easy feel small.
BELITTLING = re.compile(
    r"\b(just|simply|obviously|easy|easily|trivial|simplemente|obviamente|fácil|trivial)\b", re.I
)
LONGEST_HINT = 160


def headings(text):
    """The level of each heading, outside of code."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, flags=re.MULTILINE)]


def code_blocks(text):
    # The words of a figure are the reader's.
    plain = FIGURE.sub("", text)
    return re.findall(r"^```.*?^```", plain, flags=re.DOTALL | re.MULTILINE)


def both_readmes(folder):
    return [(folder / name).read_text(encoding="utf-8") for name in ("README.md", "README.es.md")]


def test_both_readmes_have_the_same_headings(readable):
    english, spanish = both_readmes(readable)

    assert headings(english) == headings(spanish) != []


def test_both_readmes_have_the_same_code(readable):
    english, spanish = both_readmes(readable)

    assert code_blocks(english) == code_blocks(spanish)


def test_the_readme_opens_with_the_title(subject):
    english, spanish = both_readmes(subject.folder)

    assert subject.info.title.en in english.splitlines()[0]
    assert subject.info.title.es in spanish.splitlines()[0]


def test_the_stub_says_what_is_to_do(subject):
    stub = subject.answer_file.read_text(encoding="utf-8")

    ast.parse(stub)
    assert "# TODO" in stub


def test_the_solution_has_nothing_left_to_do(subject):
    solution = (subject.folder / "reference" / "solution.py").read_text(encoding="utf-8")

    assert "TODO" not in solution


def test_every_test_belongs_to_a_step(subject):
    tree = ast.parse((subject.folder / "test_exercise.py").read_text(encoding="utf-8"))
    functions = [node.name for node in ast.walk(tree) if hasattr(node, "decorator_list")]

    tests = [name for name in functions if name.startswith("test_")]
    assert sorted(tests) == sorted(subject.info.tests)


def test_every_wrong_answer_is_declared(subject):
    files = {path.name for path in (subject.folder / "reference").glob("wrong_*.py")}

    declared = [answer.file.removeprefix("reference/") for answer in subject.info.wrong_answers]
    assert sorted(declared) == sorted(files) != []


def test_a_folder_has_no_unexpected_files(subject):
    expected = {"README.md", "README.es.md", "exercise.py", "exercise.toml", "test_exercise.py"}
    expected |= {"reference", *subject.info.files}
    reference = re.compile(r"solution\.py|also_right_\w+\.py|wrong_\w+\.py")

    found = {path.name for path in subject.folder.iterdir()} - {"__pycache__"}
    answers = {path.name for path in (subject.folder / "reference").iterdir()} - {"__pycache__"}
    assert found == expected
    assert [name for name in answers if not reference.fullmatch(name)] == []


def test_hints_are_short_and_kind(subject):
    hints = [text for hint in subject.info.hints for text in (hint.en, hint.es)]

    assert max(len(hint.split()) for hint in hints) <= LONGEST_HINT
    assert [found[0] for hint in hints if (found := BELITTLING.search(hint))] == []


def test_no_hint_gives_the_solution_away(subject):
    def lines(text):
        return {line.strip() for line in text.splitlines() if len(line.strip()) > 20}

    stub = lines(subject.answer_file.read_text(encoding="utf-8"))
    solution = lines((subject.folder / "reference" / "solution.py").read_text(encoding="utf-8"))
    hints = {
        line for hint in subject.info.hints for text in (hint.en, hint.es) for line in lines(text)
    }

    assert hints & (solution - stub) == set()


def test_ids_are_unique_and_requirements_come_earlier(all_exercises):
    assert order_problems(all_exercises) == []
