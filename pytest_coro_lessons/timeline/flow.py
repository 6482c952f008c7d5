"""Whether a coroutine can go on after an exception, read from its bytecode.

Python does not tell whether an awaited call returned or raised. But when its caller goes on, and no
handler of the caller could have caught anything where it waited, then the call has returned.
"""

from __future__ import annotations

import dis
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType

# Where one of them handles an exception, the exception goes on to the next handler: those besides
# RERAISE end a wait, or a loop, that ended as it should.
_PASS_ON = ("RERAISE", "CLEANUP_THROW", "END_ASYNC_FOR")
_LEAVE = ("RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS")
_JUMP = ("JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT")
_JUMPS = frozenset([*dis.hasjrel, *dis.hasjabs])


class Flow:
    """The instructions of one code object, by offset, and which can follow which."""

    def __init__(self, code: CodeType) -> None:
        body: Any = dis.Bytecode(code)
        instructions = list(body)
        self._handlers = [(each.start, each.end, each.target) for each in body.exception_entries]
        self._names = {each.offset: _name(each) for each in instructions}
        self._next: dict[int, list[int]] = {}
        for each, following in zip(instructions, [*instructions[1:], None], strict=True):
            after = [each.argval] if each.opcode in _JUMPS else []
            if following and _name(each) not in (*_PASS_ON, *_LEAVE, *_JUMP):
                after.append(following.offset)
            self._next[each.offset] = after
        self._through: dict[tuple[int, bool], bool] = {}
        self._usual = _reached([0], self._next.__getitem__)

    def lets_through(self, offset: int, *, trust_with: bool = False) -> bool:
        """Tell whether an exception that comes up at this instruction surely leaves the frame.

        A ``with`` block may keep it, unless ``trust_with`` says that none here does.
        """
        known = self._through.get((offset, trust_with))
        if known is None:
            handling = _reached(self._handler(offset), partial(self._in_handler, trust_with))
            stops = [place in self._usual or self._names[place] in _LEAVE for place in handling]
            known = self._through[offset, trust_with] = not any(stops)
        return known

    def _handler(self, offset: int) -> list[int]:
        return [target for start, end, target in self._handlers if start <= offset < end]

    def _in_handler(self, trust_with: bool, offset: int) -> list[int]:  # noqa: FBT001 - partial
        name = self._names[offset]
        if name in _PASS_ON or (trust_with and name == "WITH_EXCEPT_START"):
            return self._handler(offset)
        return self._next[offset]


def _name(instruction: dis.Instruction) -> str:
    bare_raise = instruction.opname == "RAISE_VARARGS" and not instruction.arg
    return "RERAISE" if bare_raise else instruction.opname


def _reached(starts: Iterable[int], successors: Callable[[int], Iterable[int]]) -> set[int]:
    reached: set[int] = set()
    open_ends = list(starts)
    while open_ends:
        offset = open_ends.pop()
        if offset not in reached:
            reached.add(offset)
            open_ends.extend(successors(offset))
    return reached
