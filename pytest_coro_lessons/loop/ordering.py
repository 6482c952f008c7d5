"""Creation order where asyncio would use the order of memory addresses.

``asyncio.wait``, ``as_completed``, ``TaskGroup`` and the shutdown of a loop iterate over sets of
tasks. A number as hash gives such a set the same order in every process, but not the order of
creation: a set of tasks 6, 7 and 8 has eight slots and comes out as 8, 6, 7. So asyncio's modules
get a set that sorts, for as long as a virtual loop is open.
"""

from __future__ import annotations

import asyncio
import asyncio.taskgroups
import asyncio.tasks
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any, TypeVar

from .patches import Patch, Patches
from .tasks import number_of

T = TypeVar("T")


def in_creation_order(members: Iterable[T]) -> list[T]:
    """Sort tasks and futures by their creation; others keep their places before them."""
    return sorted(members, key=number_of)


class sets_in_reverse:  # noqa: N801 - reads as a sentence: `with sets_in_reverse():`
    """Let asyncio's sets come out last member first, within a ``with`` block.

    asyncio promises no order for them; here a program shows that it relies on one.
    """

    entered = 0
    asked: Callable[[], bool] | None = None
    """Decides outside of such blocks, for who tries out orders."""

    def __enter__(self) -> None:
        sets_in_reverse.entered += 1

    def __exit__(self, *_: object) -> None:
        sets_in_reverse.entered -= 1


class OrderedSet(set[T]):
    """A set that iterates over tasks and futures in the order of their creation.

    Members that have no number, such as coroutines, come first, in the order in which they were
    given.
    """

    def __init__(self, members: Iterable[T] = ()) -> None:
        given = list(members)
        super().__init__(given)
        self._places = {member: place for place, member in enumerate(given)}
        if isinstance(members, Set):
            self._places.clear()

    def _key(self, member: T) -> tuple[int, int]:
        number = number_of(member)
        return number, 0 if number else self._places.get(member, 0)

    def __iter__(self) -> Iterator[T]:
        size = len(self)
        backwards = sets_in_reverse.entered > 0 or _chosen_backwards(size)
        for member in sorted(super().__iter__(), key=self._key, reverse=backwards):
            if len(self) != size:
                msg = "Set changed size during iteration"
                raise RuntimeError(msg)
            yield member

    def __repr__(self) -> str:
        # What a program prints is to look as it does on any other loop.
        return f"{{{', '.join(map(repr, self))}}}" if self else "set()"

    def pop(self) -> T:
        for member in self:
            self.remove(member)
            return member
        return super().pop()


def _chosen_backwards(size: int) -> bool:
    return size > 1 and sets_in_reverse.asked is not None and sets_in_reverse.asked()


def _keeps_order(name: str) -> Callable[..., Any]:
    plain = getattr(set, name)

    def method(self: set[Any], *others: Any) -> Any:
        result = plain(self, *others)
        return OrderedSet(result) if isinstance(result, set) else result

    method.__name__ = method.__qualname__ = name
    return method


for _name in ("or", "and", "sub", "xor", "ror", "rand", "rsub", "rxor"):
    setattr(OrderedSet, f"__{_name}__", _keeps_order(f"__{_name}__"))
for _name in ("copy", "difference", "intersection", "symmetric_difference", "union"):
    setattr(OrderedSet, _name, _keeps_order(_name))


def _all_tasks(loop: asyncio.AbstractEventLoop | None = None) -> set[asyncio.Task[Any]]:
    return OrderedSet(_tasks_patch.original(loop))


_tasks_patch = Patch(asyncio.tasks, "all_tasks", _all_tasks)

order_in_asyncio = Patches(
    # A module's own name `set` is found before the built-in one.
    Patch(asyncio.tasks, "set", OrderedSet),
    Patch(asyncio.taskgroups, "set", OrderedSet),
    _tasks_patch,
    Patch(asyncio, "all_tasks", _all_tasks),
)
