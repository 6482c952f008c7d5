"""Promises of the mistakes that `coro-lessons strength` tries, one case for each kind."""

from __future__ import annotations

import ast
import tomllib
from importlib import resources
from textwrap import dedent, indent

import pytest

from pytest_coro_lessons.authoring.strength.mutants import mutants_of
from pytest_coro_lessons.authoring.strength.operator import OPERATORS
from pytest_coro_lessons.diagnostics import LANGUAGES

# By operator: what stands in a program, and what stands there by mistake.
CASES = [
    ("drop-await", "return await work()", "return work()"),
    ("skip-await", "await work()", "pass"),
    ("start-only", "x = await work()", "x = asyncio.ensure_future(work())"),
    (
        "one-by-one",
        "return await asyncio.gather(*(work(x) for x in names))",
        "return [await work(x) for x in names]",
    ),
    ("one-by-one", "await asyncio.gather(one(), two())", "[await one(), await two()]"),
    (
        "one-by-one",
        "await asyncio.gather(*tasks)",
        "[await asyncio.ensure_future(one) for one in tasks]",
    ),
    (
        "wait-at-once",
        "task = asyncio.create_task(work())",
        "task = await _until_it_ends(asyncio.create_task(work()))",
    ),
    (
        "leave-running",
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(work())
        """,
        "group = asyncio / group.create_task(work())",
    ),
    ("blocking-sleep", "await asyncio.sleep(pause)", "time.sleep(pause)"),
    ("longer-sleep", "await asyncio.sleep(1.0)", "await asyncio.sleep(2 * 1.0 + 0.5)"),
    ("no-thread", "await asyncio.to_thread(read, name)", "read(name)"),
    ("no-thread", "await loop.run_in_executor(None, read, name)", "read(name)"),
    (
        "as-they-finish",
        "return await asyncio.gather(one(), two())",
        "return [await one for one in asyncio.as_completed([one(), two()])]",
    ),
    ("reverse-order", "return [x.result() for x in xs]", "return [x.result() for x in xs][::-1]"),
    (
        "reverse-order",
        "return await asyncio.gather(*xs)",
        "return (await asyncio.gather(*xs))[::-1]",
    ),
    ("no-cancel", "task.cancel()", "pass"),
    (
        "swallow-cancellation",
        """
        try:
            await work()
        finally:
            leave()
        """,
        "try: / await work() / except asyncio.CancelledError: / pass / finally: / leave()",
    ),
    (
        "no-raise",
        """
        try:
            await work()
        except asyncio.CancelledError:
            leave()
            raise
        """,
        "except asyncio.CancelledError: / leave()",
    ),
    (
        "catch-everything",
        """
        try:
            await work()
        except Exception as error:
            tell(error)
        """,
        "except BaseException as error: / tell(error)",
    ),
    (
        "no-handler",
        """
        try:
            await work()
        except OSError:
            tell()
        """,
        "except OSError: / raise",
    ),
    (
        "no-finally",
        """
        try:
            await work()
        finally:
            leave()
        """,
        "await work()",
    ),
    (
        "finally-at-the-end",
        """
        try:
            await work()
        finally:
            leave()
        """,
        "await work() / leave()",
    ),
    (
        "no-timeout",
        """
        async with asyncio.timeout(1):
            await work()
        """,
        "await work()",
    ),
    ("no-timeout", "await asyncio.wait_for(work(), 1)", "await work()"),
    ("no-timeout", "await asyncio.wait_for(work(), timeout=1)", "await work()"),
    (
        "no-timeout",
        "await asyncio.wait(tasks, timeout=1, return_when=FIRST)",
        "await asyncio.wait(tasks, return_when=FIRST)",
    ),
    (
        "longer-timeout",
        "await asyncio.wait_for(work(), 1)",
        "await asyncio.wait_for(work(), 1 * 2 + 1)",
    ),
    (
        "longer-timeout",
        """
        async with asyncio.timeout(limit):
            await work()
        """,
        "async with asyncio.timeout(limit * 2 + 1):",
    ),
    ("no-shield", "await asyncio.shield(task)", "await task"),
    (
        "return-exceptions",
        "await asyncio.gather(*xs, return_exceptions=True)",
        "await asyncio.gather(*xs)",
    ),
    (
        "return-exceptions",
        "await asyncio.gather(*xs)",
        "await asyncio.gather(*xs, return_exceptions=True)",
    ),
    ("return-when", "await asyncio.wait(xs, return_when=FIRST)", "await asyncio.wait(xs)"),
    (
        "return-when",
        "await asyncio.wait(xs)",
        "await asyncio.wait(xs, return_when=asyncio.FIRST_COMPLETED)",
    ),
    ("no-close", "writer.close()", "pass"),
    ("no-close", "await writer.wait_closed()", "pass"),
    (
        "no-lock",
        """
        async with self._slots:
            await work()
        """,
        "await work()",
    ),
    (
        "own-lock",
        """
        async with self._lock:
            await work()
        """,
        "async with asyncio.Lock(): / await work()",
    ),
    ("one-more", "slots = asyncio.Semaphore(n)", "slots = asyncio.Semaphore(n + 1)"),
    ("one-less", "queue = asyncio.Queue(maxsize=n)", "queue = asyncio.Queue(maxsize=n - 1)"),
    ("boundary", "return used < limit", "return used <= limit"),
    (
        "while-if",
        """
        while not ready():
            await changed.wait()
        """,
        "if not ready(): / await changed.wait()",
    ),
    ("notify-one", "changed.notify_all()", "changed.notify()"),
    ("no-signal", "done.set()", "pass"),
    ("last-first", "queue = asyncio.Queue()", "queue = asyncio.LifoQueue()"),
    ("last-first", "return waiting.popleft()", "return waiting.pop()"),
    ("last-first", "return waiting.pop(0)", "return waiting.pop()"),
    ("no-delay", "loop.call_later(delay, tell, x)", "loop.call_soon(tell, x)"),
    ("call-at-once", "loop.call_soon(tell, x)", "tell(x)"),
    ("not-thread-safe", "loop.call_soon_threadsafe(tell)", "loop.call_soon(tell)"),
]
# Where a mistake would be none, or another one's.
UNFIT = [
    ("skip-await", "await task"),
    ("start-only", "await asyncio.gather(one(), two())"),
    ("as-they-finish", "await asyncio.gather(one(), two())"),
    ("catch-everything", "try:\n    await work()\nexcept ExceptionGroup:\n    pass"),
    ("no-timeout", "await changed.wait_for(ready)"),
    ("no-lock", "async with asyncio.TaskGroup() as group:\n    group.create_task(work())"),
    ("while-if", "while True:\n    await work()"),
    ("no-cancel", "return task.cancel()"),
]


def program(body):
    return "async def solve(work):\n" + indent(dedent(body).strip(), "    ") + "\n"


def mistakes(operator, body):
    return [one for one in mutants_of(program(body)) if one.operator == operator]


@pytest.mark.parametrize(("operator", "body", "after"), CASES)
def test_a_mistake_changes_one_thing(operator, body, after):
    assert after in [one.after for one in mistakes(operator, body)]


@pytest.mark.parametrize(("operator", "body", "after"), CASES)
def test_a_mutant_is_python_and_another_program(operator, body, after):
    sources = [one.source for one in mutants_of(program(body))]

    assert len(set(sources)) == len(sources) != 0
    assert [ast.parse(source).body[-1].name for source in sources] == ["solve"] * len(sources)


@pytest.mark.parametrize(("operator", "body"), UNFIT)
def test_what_would_be_no_such_mistake_is_left_out(operator, body):
    assert mistakes(operator, body) == []


def test_every_kind_of_mistake_has_a_case():
    assert OPERATORS.keys() == {operator for operator, *_ in CASES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_mistake_has_a_sentence(language):
    file = resources.files("pytest_coro_lessons.authoring") / "messages" / f"{language}.toml"

    words = tomllib.loads(file.read_text(encoding="utf-8"))["mistakes"]

    assert words.keys() == OPERATORS.keys()


def test_a_mutant_tells_the_line_as_it_stands_in_the_solution():
    (mutant,) = mistakes("drop-await", "x = 1\nreturn await work()  # waits")

    assert (mutant.line, mutant.before) == (3, "return await work()  # waits")


def test_what_a_module_does_when_it_is_loaded_is_left_alone():
    assert list(mutants_of("LIMIT = asyncio.Semaphore(3)\nstart(range(4))\n")) == []


def test_imports_from_the_future_stay_first():
    source = "from __future__ import annotations\n" + program("await work()")

    assert all(compile(one.source, "solution.py", "exec") for one in mutants_of(source))
