"""Promises of loading an answer: by path, anew, without a trace, and with a clear verdict."""

import asyncio
import sys
from pathlib import Path

import pytest

from pytest_coro_lessons.diagnostics import CheckFailed
from pytest_coro_lessons.lessons import hidden_standard_module, load_answer


@pytest.fixture
def write(tmp_path):
    def write(text, name="exercise.py"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def verdict(file, name="anything"):
    """Load ``file``, take ``name``, and return what the failure says."""
    with pytest.raises(CheckFailed) as caught:
        getattr(load_answer(file), name)
    found = caught.value.diagnostic
    return found.code, dict(found.facts), Path(found.file).name, found.line


def test_names_of_the_file_are_attributes(write):
    answer = load_answer(write("def double(x):\n    return 2 * x\n"))

    assert answer.double(21) == 42


def test_code_objects_name_the_real_file(write):
    file = write("def f():\n    pass\n")

    assert load_answer(file).f.__code__.co_filename == str(file)


def test_each_load_is_a_new_module(write):
    file = write("seen = []\n")

    load_answer(file).seen.append(1)

    assert load_answer(file).seen == []


def test_a_helper_that_changes_within_the_same_second_is_read_again(write):
    file = write("import my_helper\nx = my_helper.x\n")
    write("x = 1\n", "my_helper.py")
    before = load_answer(file).x
    write("x = 2\n", "my_helper.py")

    assert (before, load_answer(file).x) == (1, 2)


def test_nothing_of_the_answer_stays_behind(write, tmp_path):
    write("x = 1\n", "my_helper.py")
    file = write("import my_helper\nx = my_helper.x\n")
    modules, path = set(sys.modules), list(sys.path)

    load_answer(file)

    assert (set(sys.modules), sys.path, asyncio._get_running_loop()) == (modules, path, None)
    assert sorted(child.name for child in tmp_path.iterdir()) == ["exercise.py", "my_helper.py"]


def test_equal_helper_names_of_two_exercises_do_not_clash(write):
    first = write("from my_helper import x\n", "1/exercise.py")
    second = write("from my_helper import x\n", "2/exercise.py")
    write("x = 1\n", "1/my_helper.py")
    write("x = 2\n", "2/my_helper.py")

    assert (load_answer(first).x, load_answer(second).x) == (1, 2)


def test_dataclasses_with_annotations_as_text_work(write):
    text = "from __future__ import annotations\nfrom dataclasses import dataclass\n\n"
    file = write(text + "@dataclass\nclass Stat:\n    url: str\n")

    assert load_answer(file).Stat("a").url == "a"


def test_the_guarded_part_of_the_file_does_not_run(write):
    file = write('x = 1\nif __name__ == "__main__":\n    raise SystemExit("no")\n')

    assert load_answer(file).x == 1


def test_the_source_is_there_for_exercises_about_notation(write):
    assert load_answer(write("# año\nx = 1\n")).source() == "# año\nx = 1\n"


def test_adapt_sees_each_value_once(write):
    asked = []
    adapted = load_answer(write("x = 1\n"), adapt=lambda value: asked.append(value) or [value])

    assert adapted.x is adapted.x
    assert asked == [1]


def test_special_names_are_not_the_learners(write):
    answer = load_answer(write("x = 1\n"))

    assert not hasattr(answer, "__wrapped__")
    assert repr(answer) == "<the answer in exercise.py>"


def test_a_missing_name_lists_what_the_file_defines(write):
    imports = "import asyncio\nfrom math import pi\n"
    definitions = "async def greet(): ...\nclass Door:\n    inner = 1\n"
    file = write(imports + definitions + "if pi:\n    LINES, REST = [n for n in [1]], 2\n")

    facts = {"name": "greet_all", "defined": ["greet", "Door", "LINES", "REST"]}
    assert verdict(file, "greet_all") == ("CL901", facts, "exercise.py", None)


def test_a_name_that_is_still_an_ellipsis_is_not_started(write):
    file = write("# TODO\nLINES = ...\n")

    assert verdict(file, "LINES") == ("CL909", {"name": "LINES"}, "exercise.py", 2)


def test_a_file_that_is_not_there_is_not_started(tmp_path):
    facts = {"name": "exercise.py"}
    assert verdict(tmp_path / "exercise.py") == ("CL909", facts, "exercise.py", None)


def test_a_syntax_error_names_its_line(write):
    code, facts, name, line = verdict(write("x = 1\ndef f(:\n"))

    assert (code, name, line) == ("CL902", "exercise.py", 2)
    assert facts == {"message": "invalid syntax"}


def test_null_bytes_are_a_syntax_error(write):
    code, facts, _, _ = verdict(write("x = 1\0\n"))

    assert (code, facts) == ("CL902", {"message": "source code string cannot contain null bytes"})


@pytest.mark.parametrize("line", ["x = '\xe9'", "# \xe9"])
def test_bytes_that_are_no_text_are_refused_as_python_does_also_in_a_comment(tmp_path, line):
    file = tmp_path / "exercise.py"
    file.write_bytes(f"y = 1\n{line}\n".encode("latin-1"))

    facts = {"case": "not_utf8", "byte": "0xE9"}
    assert verdict(file) == ("CL902", facts, "exercise.py", 2)


def test_an_encoding_that_the_file_declares_is_honoured(tmp_path):
    file = tmp_path / "exercise.py"
    file.write_bytes("# coding: latin-1\nX = '\xe9'\n".encode("latin-1"))

    assert load_answer(file).X == "\xe9"


def test_an_encoding_that_nobody_knows_is_a_syntax_error(tmp_path):
    file = tmp_path / "exercise.py"
    file.write_bytes("# coding: klingon\n# \xe9\n".encode("latin-1"))

    assert verdict(file)[0] == "CL902"


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("import no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'", 1),
        ("def f():\n    return 1 / 0\n\n\nf()\n", "ZeroDivisionError: division by zero", 2),
        ("raise SystemExit\n", "SystemExit", 1),
        ("raise RuntimeError('no loop')\n", "RuntimeError: no loop", 1),
        ("from . import helper\n", "ImportError: attempted relative import with no known", 1),
    ],
)
def test_an_exception_while_the_file_runs_names_error_and_line(write, text, error, line):
    code, facts, name, found_line = verdict(write(text))

    assert (code, name, found_line) == ("CL903", "exercise.py", line)
    assert facts["error"].startswith(error)


def test_an_error_in_a_helper_names_the_line_that_imports_it(write):
    write("1 / 0\n", "my_helper.py")

    code, _, name, line = verdict(write("x = 1\nimport my_helper\n"))

    assert (code, name, line) == ("CL903", "exercise.py", 2)


def test_an_interrupt_while_the_file_runs_gets_through(write):
    with pytest.raises(KeyboardInterrupt):
        load_answer(write("raise KeyboardInterrupt\n"))


MAIN = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(3600)\n\n\n"


@pytest.mark.parametrize(
    "start",
    [
        "asyncio.run(main())\n",
        "with asyncio.Runner() as runner: runner.run(main())\n",
        "asyncio.new_event_loop().run_until_complete(main())\n",
        "asyncio.get_event_loop().run_until_complete(main())\n",
    ],
)
def test_a_file_that_starts_a_loop_is_refused_at_once(write, start):
    found = verdict(write(MAIN + start))

    assert found == ("CL908", {"case": "import"}, "exercise.py", 8)


def test_a_task_at_the_top_level_fails_as_it_does_without_a_loop(write):
    text = "import asyncio\nasyncio.get_running_loop().create_task(None)\n"

    assert verdict(write(text))[1] == {"error": "RuntimeError: no running event loop"}


def test_an_answer_loads_inside_a_running_loop(write):
    file = write("import asyncio\nloop = asyncio.get_running_loop()\n")

    async def load():
        return load_answer(file).loop is asyncio.get_running_loop()

    assert asyncio.run(load())


@pytest.mark.parametrize("name", ["asyncio.py", "queue/__init__.py"])
def test_a_file_that_hides_a_standard_module_is_named(write, name):
    hiding = write("", name)
    file = write("import asyncio\n")

    module = name.partition("/")[0].removesuffix(".py")
    assert verdict(file)[:2] == ("CL904", {"module": module})
    assert hidden_standard_module(file.parent) in (hiding, hiding.parent)


def test_a_file_with_any_other_name_hides_nothing(write):
    assert hidden_standard_module(write("", "asyncio_notes.py").parent) is None
