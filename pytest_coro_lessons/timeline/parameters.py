"""The parameters of functions, and how the arguments that they got are typed.

Rule: no code of the program runs to find that.
"""

from __future__ import annotations

import dis
import inspect
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import CodeType

KEPT = 500
_LONGEST_TEXT = 30
_ASSIGNS = ("STORE_FAST", "STORE_DEREF", "DELETE_FAST", "DELETE_DEREF")
_ASSIGNING = frozenset(code for name, code in dis.opmap.items() if name.startswith(_ASSIGNS))
_ANY_ARGUMENTS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
_LITERALS = (int, float, complex, bool, bytes, type(None))
_FUNCTIONS = (FunctionType, BuiltinFunctionType)
_NOTHING = object()


class Parameter:
    """One parameter of a function."""

    def __init__(self, name: str, kind: str, *, rebound: bool, default: object) -> None:
        self._name = name
        self._kind = kind
        self._rebound = rebound
        self._default = default

    @property
    def is_named(self) -> bool:
        """Whether its arguments are given by name."""
        return self._kind in ("=", "**")

    def has_default(self, values: Mapping[str, Any]) -> bool:
        """Tell whether its argument could have been left out."""
        if self._kind == "*" and not self._rebound:
            return not values.get(self._name)
        return not self._rebound and values.get(self._name, _NOTHING) is self._default

    def shown(self, values: Mapping[str, Any]) -> Iterator[str]:
        """Yield the arguments that this parameter got."""
        name = self._name
        if self._rebound or name not in values:
            yield {"*": f"*{name}", "**": f"**{name}", "=": f"{name}={name}"}.get(self._kind, name)
        elif self._kind == "*":
            yield from (_typed(value, "...") for value in values[name])
        elif self._kind == "**":
            yield from (f"{key}={_typed(value, key)}" for key, value in values[name].items())
        elif self._kind != "=":
            yield _typed(values[name], name)
        elif not self.has_default(values):
            yield f"{name}={_typed(values[name], name)}"


def parameters(code: CodeType, module: Mapping[str, Any]) -> Iterator[Parameter]:
    names = list(code.co_varnames)
    if not code.co_argcount + code.co_kwonlyargcount and not code.co_flags & _ANY_ARGUMENTS:
        return
    rebound = _rebound(code)
    defaults = _defaults(code, module)

    def parameter(name: str, kind: str) -> Parameter:
        default = defaults.get(name, _NOTHING)
        return Parameter(name, kind, rebound=name in rebound, default=default)

    plain, by_name = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    for name in names[:plain]:
        # Of a method, its first parameter is what stands before the dot.
        if not (name in ("self", "cls") and name == names[0] and "." in code.co_qualname):
            yield parameter(name, "")
    rest = names[by_name:]
    if code.co_flags & inspect.CO_VARARGS:
        yield parameter(rest.pop(0), "*")
    for name in names[plain:by_name]:
        yield parameter(name, "=")
    if code.co_flags & inspect.CO_VARKEYWORDS:
        yield parameter(rest.pop(0), "**")


@lru_cache(maxsize=KEPT)
def _rebound(code: CodeType) -> frozenset[str]:
    """Return the variables that may be assigned to while the code runs."""
    found: set[str] = set()
    # Most code that is called needs no closer look.
    assigns = not _ASSIGNING.isdisjoint(code.co_code[::2])
    for instruction in dis.get_instructions(code) if assigns else ():
        if instruction.opname.startswith(_ASSIGNS):
            names = instruction.argval
            # One instruction of Python 3.13 may assign to two.
            found.update((names,) if isinstance(names, str) else names)
    for constant in code.co_consts:
        if inspect.iscode(constant):
            # A function in it may change what both of them see.
            found |= _rebound(constant).intersection(code.co_cellvars)
    return frozenset(found)


def _defaults(code: CodeType, module: Mapping[str, Any]) -> dict[str, object]:
    """Return the defaults of the function that a code object is of, if its module has it."""
    found: Any = None
    space = module
    for part in code.co_qualname.split("."):
        found = space.get(part)
        space = getattr(found, "__dict__", {})
    found = inspect.unwrap(getattr(found, "__func__", found)) if found is not None else None
    if getattr(found, "__code__", None) is not code:
        return {}
    names = code.co_varnames[: code.co_argcount]
    values = found.__defaults__ or ()
    return {**dict(zip(names[::-1], values[::-1], strict=False)), **(found.__kwdefaults__ or {})}


def _typed(value: object, otherwise: str) -> str:
    """Return how a value is typed in a program, or something that stands for it."""
    if type(value) in _LITERALS:
        return repr(value)
    function = value.__func__ if type(value) is MethodType else value
    if type(function) in _FUNCTIONS:
        name = str(getattr(function, "__name__", ""))
        # That of a lambda cannot be typed.
        return name if name.isidentifier() else otherwise
    if type(value) is str:
        short = value if len(value) <= _LONGEST_TEXT else f"{value[: _LONGEST_TEXT - 1]}…"
        return repr(short)
    return otherwise
