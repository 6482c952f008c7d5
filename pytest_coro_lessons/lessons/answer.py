"""The learner's answer: their file, loaded by path, and the names in it.

Rule: nothing of one answer reaches the next. The module is made anew for every test and is
in ``sys.modules`` only while it runs.
"""

from __future__ import annotations

import ast
from importlib.util import decode_source
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.diagnostics import CheckFailed, Diagnostic, Facts
from pytest_coro_lessons.lessons import _running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Answer:
    """The learner's names, as attributes.

    Taking a name that the file does not define raises ``CheckFailed`` with CL901, and one
    whose value is still ``...`` raises it with CL909.
    """

    __slots__ = ("_adapt", "_file", "_handed_out", "_module", "_source")

    def __init__(
        self, module: ModuleType, file: Path, source: bytes, adapt: Callable[[Any], Any]
    ) -> None:
        self._module = module
        self._file = file
        self._source = source
        self._adapt = adapt
        self._handed_out: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        # pytest, copy and pickle ask every object for special names; those are not the learner's.
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._handed_out:
            self._handed_out[name] = self._adapt(self._take(name))
        return self._handed_out[name]

    def source(self) -> str:
        """The text of the file, for an exercise that is about how the answer is written."""
        return decode_source(self._source)

    def __repr__(self) -> str:
        return f"<the answer in {self._file.name}>"

    def _take(self, name: str) -> Any:
        file = str(self._file)
        if name not in vars(self._module):
            defined = list(_defined_names(self._source))
            facts = {"name": name, "defined": defined}
            raise CheckFailed(Diagnostic("CL901", facts, file=file))
        value = getattr(self._module, name)
        if value is ...:
            line = _defined_names(self._source).get(name)
            raise CheckFailed(Diagnostic("CL909", {"name": name}, file=file, line=line))
        return value


class AnswerFile:
    """The learner's file, read once, to be run as often as one likes."""

    def __init__(self, file: Path) -> None:
        """Read and compile a file.

        Raises:
            CheckFailed: CL909 if there is no such file, CL904 if a file beside it hides a
                standard module, CL902 for a syntax error.
        """
        try:
            source = file.read_bytes()
        except FileNotFoundError:
            diagnostic = Diagnostic("CL909", {"name": file.name}, file=str(file))
            raise CheckFailed(diagnostic) from None
        if shadow := _running.hidden_standard_module(file.parent):
            raise CheckFailed(Diagnostic("CL904", {"module": shadow.stem}, file=str(shadow)))
        self._file = file
        self._source = source
        self._code = _compile(source, file)

    def run(self, adapt: Callable[[Any], Any] | None = None) -> Answer:
        """Run the file as a new module; its folder is importable while it runs.

        Args:
            adapt: Called once with each value that is taken from the answer; what it returns is
                handed out in its place.

        Raises:
            CheckFailed: CL908 if the file starts an event loop, CL903 for any other exception
                while it runs.
        """
        module = _run(self._code, self._file)
        return Answer(module, self._file, self._source, adapt or (lambda value: value))


def load_answer(file: Path, *, adapt: Callable[[Any], Any] | None = None) -> Answer:
    """Read the learner's ``file`` and run it; see :class:`AnswerFile`."""
    return AnswerFile(file).run(adapt)


def _compile(source: bytes, file: Path) -> CodeType:
    _refuse_unknown_bytes(source, file)
    try:
        return compile(source, str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:  # ValueError: null bytes, before Python 3.12
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        line = error.lineno if isinstance(error, SyntaxError) else None
        diagnostic = Diagnostic("CL902", {"message": message}, file=str(file), line=line)
        raise CheckFailed(diagnostic) from error


def _refuse_unknown_bytes(source: bytes, file: Path) -> None:
    """Refuse what ``python exercise.py`` refuses; ``compile`` takes any byte in a comment."""
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as first:
        # Rare: a file may declare another encoding.
        from importlib.util import decode_source

        try:
            decode_source(source)
        except SyntaxError:
            return  # an encoding that nobody knows; the compiler says so
        except UnicodeDecodeError:
            line = source.count(b"\n", 0, first.start) + 1
            facts: Facts = {"case": "not_utf8", "byte": f"0x{source[first.start]:02X}"}
            diagnostic = Diagnostic("CL902", facts, file=str(file), line=line)
            raise CheckFailed(diagnostic) from None


def _run(code: CodeType, file: Path) -> ModuleType:
    # Three parts of the path: a name that no import statement can spell, so it clashes with
    # nothing, and the same in every run, so it may appear in a repr.
    module = ModuleType(".".join(file.with_suffix("").parts[-3:]))
    module.__file__ = str(file)
    module.__package__ = ""
    with _running.isolated(module, file.parent):
        try:
            exec(code, vars(module))
        except (Exception, SystemExit) as error:
            starts_loop = _running.starts_event_loop(error)
            error_text = f"{type(error).__name__}: {error}".removesuffix(": ")
            facts = {"case": "import"} if starts_loop else {"error": error_text}
            line = _running.line_in(file, error)
            code_ = "CL908" if starts_loop else "CL903"
            raise CheckFailed(Diagnostic(code_, facts, file=str(file), line=line)) from error
    return module


def _defined_names(source: bytes) -> dict[str, int]:
    """The names that the file's own top level defines, with their lines, in their order."""
    names: dict[str, int] = {}
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop(0)
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.setdefault(node.name, node.lineno)
            case ast.Name(id=name, ctx=ast.Store()):
                names.setdefault(name, node.lineno)
            case ast.Lambda() | ast.comprehension():
                pass  # their names are their own
            case _:
                pending.extend(ast.iter_child_nodes(node))
    return dict(sorted(names.items(), key=lambda item: item[1]))
