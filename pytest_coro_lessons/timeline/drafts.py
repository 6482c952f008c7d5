"""What a recording keeps while the program runs.

Rule: it holds coroutines and tasks until they end, and neither exceptions nor what has ended: what
a program drops must go when the program drops it.
"""

from __future__ import annotations

import re
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from .chains import frame_of
from .outcomes import raised_out_of

if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Sequence
    from types import FrameType

    from ..operations import Call
    from .codes import Code
    from .model import Outcome, SpanKind, State
    from .outcomes import Fate

_DEFAULT_NAME = re.compile(r"Task-\d+")


class Reason(NamedTuple):
    """What a task waits for; ``tasks`` are those whose end it waits for."""

    state: State
    what: str
    tasks: tuple[Track, ...] = ()


class Piece(NamedTuple):
    """A segment in the making; ``spans`` are those it waits for, or that block it."""

    state: State
    start_ns: int
    end_ns: int
    what: str
    file: str | None
    line: int | None
    woken_by: Draft | None
    spans: tuple[Draft, ...]
    order: int


class Draft:
    """A span in the making."""

    __slots__ = (
        "end_ns",
        "end_order",
        "error",
        "file",
        "kind",
        "line",
        "name",
        "order",
        "outcome",
        "parent",
        "pieces",
        "start_ns",
    )

    def __init__(
        self, kind: SpanKind, name: str, parent: Draft | None, start_ns: int, order: int
    ) -> None:
        self.kind = kind
        self.name = name
        self.parent = parent
        self.start_ns = start_ns
        self.order = order
        self.file: str | None = None
        self.line: int | None = None
        self.end_ns: int | None = None
        self.end_order = 0
        self.outcome: Outcome = "running"
        self.error: str | None = None
        self.pieces: list[Piece] = []

    def end(self, at_ns: int, order: int) -> None:
        """Note that it is over; how is noted apart."""
        self.end_ns = at_ns
        self.end_order = order

    def end_as(self, fate: Fate) -> None:
        """Note how it ended; what the loop stopped has not come to an end."""
        self.outcome, self.error = fate
        if self.outcome == "running":
            self.end_ns = None
            self.end_order = 0


class Level:
    """A coroutine of the await chain of a task: the task's own, or one of the learner's.

    Attributes:
        draft: The span that its waits belong to.
        owns_draft: The span is of this coroutine, and not of one that awaits it.
        above: What awaits it; None for the task's own coroutine.
        frame_id: The identity of its frame, where that is known.
        is_direct: ``above`` gets exactly what it raises.
        is_sure: ``above`` cannot go on if it raises something.
        call: What it runs, if that is a call of a simulated operation.
        returned: Whether it returned, if it is over and that was seen.
        raised: What it raised, if that was seen.
    """

    __slots__ = (
        "_awaiter",
        "_coroutine",
        "_frame",
        "above",
        "call",
        "code",
        "draft",
        "frame_id",
        "is_direct",
        "is_generator",
        "is_sure",
        "owns_draft",
        "raised",
        "returned",
    )

    def __init__(self, code: Code, draft: Draft, above: Level | None) -> None:
        self.code = code
        self.draft = draft
        self.above = above
        self.owns_draft = False
        self.frame_id: int | None = None
        self.is_direct = True
        self.is_generator = code.is_generator
        self.is_sure = False
        self.call: Call | None = None
        self.returned: bool | None = None
        self.raised: Fate | None = None
        self._coroutine: Any = None
        self._awaiter: Any = None
        self._frame: FrameType | None = None

    @property
    def coroutine(self) -> Any:
        """The coroutine or asynchronous generator; None when it is gone."""
        found = self._coroutine
        return found() if found.__class__ is weakref.ref else found

    @property
    def is_parked(self) -> bool:
        """Whether it is a generator that is not over: between two values, nobody awaits it."""
        return self.is_generator and self.current_frame() is not None

    def current_frame(self) -> FrameType | None:
        """Return its frame; None when it has ended."""
        return frame_of(self.coroutine)

    def hold(self, coroutine: Any) -> None:
        """Take a coroutine whose end will tell how it ended."""
        self._coroutine = coroutine

    def watch(self, coroutine: Any, awaiter: Any) -> None:
        """Take a coroutine that is to be looked at when it has ended.

        What awaits it lets it go at that very moment, or else is let go itself. The frame then
        still shows how it ended, and is let go at once: nothing lives longer for being recorded.
        """
        self._coroutine = weakref.ref(coroutine, self._look_at_once)
        self._awaiter = weakref.ref(awaiter, self._look_at_once)
        self._frame = frame_of(coroutine)

    def close(self) -> None:
        """Let go of all, and see how it ended if that was not seen yet."""
        self._look()
        self._coroutine = self._awaiter = None

    def _look_at_once(self, _: object) -> None:
        # What fails here fails again where it is closed, and is told there.
        with suppress(Exception):
            self._look()

    def _look(self) -> None:
        frame = self._frame
        if frame is None or self.current_frame() is not None:
            return
        self.returned = self.code.returns_at(frame.f_lasti)
        if not self.returned and not self.is_generator:
            self.raised = raised_out_of(frame)
        # Last, because with it what it was called from may go, and with that the coroutine.
        self._frame = None


class Track:
    """One task while it is recorded."""

    __slots__ = (
        "doomed",
        "due_ns",
        "family",
        "generators",
        "inner",
        "is_direct",
        "is_hidden",
        "is_hosted",
        "leaf",
        "levels",
        "reason",
        "since_ns",
        "task",
        "thrown",
        "was_cancelled",
        "woken_by",
    )

    def __init__(self, task: Task[Any], root: Level, since_ns: int) -> None:
        self.task = task
        self.family = root.draft
        """The span of the task, or that of another one if this one only runs a call of it."""
        self.is_hidden = False
        """Whether it is none of the program's, so that it is no span."""
        self.is_hosted = False
        """Whether it only runs a call of another task."""
        self.levels = [root]
        self.inner: Any = None
        """The coroutine of the innermost level, if that is known to be up to date."""
        self.leaf: Any = None
        """The coroutine of asyncio that it waits in; where it is None, ``reason`` is set."""
        self.reason: Reason | None = None
        self.is_direct = True
        """Whether the innermost level gets exactly what is raised where it waits."""
        self.since_ns = since_ns
        self.due_ns: int | None = since_ns
        """Since when it could run, if that is not when it did: a new task can at once."""
        self.woken_by: Track | None = None
        self.thrown: Fate | None = None
        """What this step began with, if that was an exception."""
        self.was_cancelled = False
        """Whether an earlier step began with a cancellation, which may come out at any time."""
        self.doomed: Sequence[Level] = ()
        """The levels that surely end with what is raised at the beginning of this step."""
        self.generators: list[Level] = []
        """Asynchronous generators that have begun, and that nobody awaits at the moment."""

    @property
    def given_name(self) -> str | None:
        """The name that the program gave to the task; it may do so at any time."""
        name = self.task.get_name()
        return None if self.is_hosted or _DEFAULT_NAME.fullmatch(name) else name

    @property
    def name(self) -> str:
        """The name that the task was given, or what it runs if it was not given any."""
        return self.given_name or self.levels[0].draft.name


class Notebook:
    """All the drafts of a recording, until there are ``cap`` of them, or as many segments.

    From then on it is full, and only how those end that are open is still of interest.
    """

    def __init__(self, cap: int) -> None:
        self.drafts: list[Draft] = []
        self.is_full = cap <= 0
        self.left_out = 0
        """How many segments there were since."""
        self._cap = cap
        self._pieces = 0
        self._order = 0

    def next_order(self) -> int:
        """Number what happens, so that it can be put in order."""
        self._order += 1
        return self._order

    def draft(self, kind: SpanKind, parent: Draft | None, start_ns: int) -> Draft | None:
        """Open a span; None if there is no room for it."""
        self.is_full = self.is_full or len(self.drafts) >= self._cap
        if self.is_full:
            return None
        draft = Draft(kind, "", parent, start_ns, self.next_order())
        self.drafts.append(draft)
        return draft

    def add(self, draft: Draft, piece: Piece) -> None:
        """Keep a segment, if there is room for it."""
        if self.is_full:
            self.left_out += 1
            return
        draft.pieces.append(piece)
        self._pieces += 1
        self.is_full = self._pieces >= self._cap
