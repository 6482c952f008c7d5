"""Creation order where asyncio would use the order of memory addresses.

``asyncio.wait``, ``TaskGroup`` and the shutdown of a loop iterate over sets of tasks. A set's order
follows its members' hashes, and a task's hash is its address: another order in every process. Here
tasks hash by the number of their creation, so that every set of tasks is the same in every process,
and the sets that asyncio itself builds keep the order in which their members were created.

A number as hash is not enough for that: a set of tasks 6, 7 and 8 has eight slots and comes out as
8, 6, 7. So asyncio's modules get a set that remembers the order, for as long as a virtual loop is
open.
"""

from __future__ import annotations

import asyncio
import asyncio.taskgroups
import asyncio.tasks
import itertools
from collections.abc import Iterable, Iterator, Set
from typing import Any, TypeVar, cast

T = TypeVar("T")

_numbers = itertools.count(1)


class NumberedTask(asyncio.Task[Any]):
    """A task that hashes by the number of its creation."""

    # The loop notes when a task last ran, for what is said of it when everything stalls.
    __slots__ = ("number", "stepped_ns")

    def __init__(self, coro: Any, **kwargs: Any) -> None:
        # Before the base class, which may put the task into a set or, when eager, run it at once.
        self.number = next(_numbers)
        self.stepped_ns = 0
        super().__init__(coro, **kwargs)

    def __hash__(self) -> int:
        return self.number


def number_of(member: object) -> int:
    """Return the number of a task's creation; 0 for what is no numbered task."""
    return member.number if isinstance(member, NumberedTask) else 0


def in_creation_order(members: Iterable[T]) -> list[T]:
    """Sort tasks by their creation; members without a number keep their place before them."""
    return sorted(members, key=number_of)


class _SetsInReverse:
    """See :data:`sets_in_reverse`."""

    def __init__(self) -> None:
        self.entered = 0

    def __call__(self) -> _SetsInReverse:
        return self

    def __enter__(self) -> None:
        self.entered += 1

    def __exit__(self, *exc_info: object) -> None:
        self.entered -= 1


sets_in_reverse = _SetsInReverse()
"""Within ``with sets_in_reverse():`` asyncio's sets come out last member first.

asyncio promises no order for them; a program that relies on the order of creation shows it here.
"""


class OrderedSet(set[T]):
    """A set that iterates in the order its members were put in.

    Built from a plain set, which has no order of its own, it takes the order of creation.
    """

    def __init__(self, members: Iterable[T] = ()) -> None:
        if isinstance(members, Set) and not isinstance(members, OrderedSet):
            members = in_creation_order(members)
        self._order = dict.fromkeys(members)
        super().__init__(self._order)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[T]:
        return reversed(self._order) if sets_in_reverse.entered else iter(self._order)

    def __reduce__(self) -> tuple[type[set[T]], tuple[list[T]]]:
        return set, (list(self),)

    def add(self, element: T) -> None:
        super().add(element)
        self._order[element] = None

    def discard(self, element: T) -> None:
        super().discard(element)
        self._order.pop(element, None)

    def remove(self, element: T) -> None:
        super().remove(element)
        del self._order[element]

    def pop(self) -> T:
        if not self._order:
            return super().pop()
        element = next(iter(self._order))
        self.remove(element)
        return element

    def clear(self) -> None:
        super().clear()
        self._order.clear()

    def copy(self) -> OrderedSet[T]:
        return OrderedSet(self)

    def update(self, *others: Iterable[T]) -> None:
        for element in itertools.chain.from_iterable(map(OrderedSet, others)):
            self.add(element)

    def difference_update(self, *others: Iterable[Any]) -> None:
        for element in itertools.chain.from_iterable(others):
            self.discard(element)

    def intersection_update(self, *others: Iterable[Any]) -> None:
        kept = super().intersection(*others)
        self.difference_update([element for element in self if element not in kept])

    def symmetric_difference_update(self, other: Iterable[T]) -> None:
        other = OrderedSet(other)
        common = [element for element in other if element in self]
        self.update(other)
        self.difference_update(common)

    def __or__(self, other: Set[Any]) -> OrderedSet[Any]:  # type: ignore[override]
        return self._combined(other, "update")

    def __sub__(self, other: Set[Any]) -> OrderedSet[T]:  # type: ignore[override]
        return self._combined(other, "difference_update")

    def __and__(self, other: Set[Any]) -> OrderedSet[T]:  # type: ignore[override]
        return self._combined(other, "intersection_update")

    def __xor__(self, other: Set[Any]) -> OrderedSet[Any]:  # type: ignore[override]
        return self._combined(other, "symmetric_difference_update")

    def __ior__(self, other: Set[Any]) -> OrderedSet[T]:  # type: ignore[override,misc]
        return self._changed(other, "update")

    def __isub__(self, other: Set[Any]) -> OrderedSet[T]:  # type: ignore[override,misc]
        return self._changed(other, "difference_update")

    def __iand__(self, other: Set[Any]) -> OrderedSet[T]:  # type: ignore[override,misc]
        return self._changed(other, "intersection_update")

    def __ixor__(self, other: Set[Any]) -> OrderedSet[T]:  # type: ignore[override,misc]
        return self._changed(other, "symmetric_difference_update")

    def _combined(self, other: Set[Any], how: str) -> OrderedSet[Any]:
        return self.copy()._changed(other, how)

    def _changed(self, other: Set[Any], how: str) -> OrderedSet[T]:
        if not isinstance(other, Set):
            return cast("OrderedSet[T]", NotImplemented)
        getattr(self, how)(other)
        return self


class _OrderInAsyncio:
    """Puts ordered sets into asyncio while at least one virtual loop is open."""

    def __init__(self) -> None:
        self._open = 0
        self._all_tasks = asyncio.tasks.all_tasks

    def enter(self) -> None:
        self._open += 1
        if self._open > 1:
            return
        # A module's own name `set` is found before the built-in one.
        vars(asyncio.tasks)["set"] = OrderedSet
        vars(asyncio.taskgroups)["set"] = OrderedSet
        self._all_tasks = asyncio.tasks.all_tasks
        asyncio.tasks.all_tasks = self._ordered_all_tasks
        asyncio.all_tasks = self._ordered_all_tasks

    def leave(self) -> None:
        self._open -= 1
        if self._open:
            return
        del vars(asyncio.tasks)["set"], vars(asyncio.taskgroups)["set"]
        asyncio.tasks.all_tasks = self._all_tasks
        asyncio.all_tasks = self._all_tasks

    def _ordered_all_tasks(
        self, loop: asyncio.AbstractEventLoop | None = None
    ) -> set[asyncio.Task[Any]]:
        return OrderedSet(self._all_tasks(loop))


order_in_asyncio = _OrderInAsyncio()
