"""What a test gets in each of the orders in which it is explored.

Rule: ``world``, ``exercise``, ``virtual_loop`` and ``virtual_clock`` are of one order, and so is
every fixture that asks for one of them. All other fixtures are made once, before the first order.
"""

from __future__ import annotations

import asyncio
import inspect
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

OF_ONE_ORDER = ("exercise", "virtual_clock", "virtual_loop", "world")

_OF_ONE_LOOP = (
    asyncio.AbstractEventLoop,
    asyncio.Barrier,
    asyncio.Condition,
    asyncio.Event,
    asyncio.Future,
    asyncio.Lock,
    asyncio.Queue,
    asyncio.Semaphore,
)
_PLUGIN = __name__.rpartition(".")[0]


_INSTEAD = (
    "and each order runs on a loop of its own; make it in the test, or in a fixture that asks for "
    "`world`: such fixtures are made for each order"
)


class Arguments:
    """Makes the arguments of a test anew for each order."""

    def __init__(self, item: Any) -> None:
        info = item._fixtureinfo  # noqa: SLF001 - pytest has no public way to it
        self._item = item
        self._names: tuple[str, ...] = info.argnames
        self._definitions: Mapping[str, Any] = info.name2fixturedefs
        self._anew = [
            name
            for name in info.names_closure
            if self._is_of_one_order(name) and not self._is_ours(name)
        ]

    @property
    def made_anew(self) -> Collection[str]:
        """Names of the fixtures that are made, and torn down, in each order."""
        return self._anew

    def problem(self) -> str | None:
        """Say which fixture cannot be there in several orders, if there is one."""
        for name, definitions in self._definitions.items():
            function = definitions[-1].func
            if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
                return f"explore: the fixture {name!r} is asynchronous, {_INSTEAD}"
            if name == "timeline" and self._is_ours(name):
                return "explore: the fixture 'timeline' is of one run, and there are many"
            if name in self._anew and "request" in definitions[-1].argnames:
                return f"explore: {name!r} is made for each order, and `request` is of one"
        return None

    def problem_with_values(self) -> str | None:
        """Say which fixture gives what asyncio ties to the first loop that uses it."""
        for name in self._names:
            value = None if self._is_of_one_order(name) else self._item.funcargs.get(name)
            if isinstance(value, _OF_ONE_LOOP):
                kind = type(value).__name__
                return f"explore: the fixture {name!r} gives one {kind} for all, {_INSTEAD}"
        return None

    @contextmanager
    def anew(self, own: Mapping[str, Callable[[], Any]]) -> Iterator[dict[str, Any]]:
        """Give the arguments of one order; ``own`` makes those that are the plugin's."""
        values: dict[tuple[str, int], Any] = {}
        with ExitStack() as fixtures:

            def value_of(name: str, level: int = -1) -> Any:
                # Level -2 is the fixture that the one with level -1 overrides.
                if (name, level) not in values:
                    values[name, level] = made(name, level)
                return values[name, level]

            def made(name: str, level: int) -> Any:
                if not self._is_of_one_order(name, level):
                    return self._item.funcargs[name]
                if self._is_ours(name, level):
                    return own[name]()
                definition = self._definitions[name][level]
                arguments = {
                    argument: value_of(argument, level - 1 if argument == name else -1)
                    for argument in definition.argnames
                }
                function = self._bound(definition.func, definition.argnames)
                if inspect.isgeneratorfunction(function):
                    return fixtures.enter_context(contextmanager(function)(**arguments))
                return function(**arguments)

            for name in self._anew:
                value_of(name)
            yield {name: value_of(name) for name in self._names}

    def _bound(self, function: Any, names: tuple[str, ...]) -> Any:
        """Bind a fixture of a class to the test's instance."""
        parameters = list(inspect.signature(function).parameters)
        is_method = parameters[:1] == ["self"] and "self" not in names
        return function.__get__(self._item.instance) if is_method else function

    def _is_of_one_order(self, name: str, level: int = -1) -> bool:
        definitions = self._definitions.get(name, ())
        if len(definitions) < -level:
            return False
        if self._is_ours(name, level):
            return name in OF_ONE_ORDER
        return any(
            self._is_of_one_order(argument, level - 1 if argument == name else -1)
            for argument in definitions[level].argnames
        )

    def _is_ours(self, name: str, level: int = -1) -> bool:
        definitions = self._definitions.get(name, ())
        return len(definitions) >= -level and definitions[level].func.__module__ == _PLUGIN
