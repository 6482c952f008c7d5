"""Makes a timeline of what recordings have kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..clock import NANOSECONDS
from .model import Event, Segment, Span, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .drafts import Draft, Piece


class Mark(NamedTuple):
    """A moment of a recording: its time, and the number of the last thing that happened."""

    start_ns: int
    after: int


class Part(NamedTuple):
    """The recording of one loop.

    Attributes:
        pieces: What is not over yet, of spans that wait.
        names: Those of the tasks that still run.
        after: What ended before that, by its order, is none of it.
        broken: Why it ends before its loop did, if it does.
    """

    drafts: Sequence[Draft]
    pieces: Mapping[Draft, Sequence[Piece]]
    names: Mapping[Draft, str]
    start_ns: int
    end_ns: int
    left_out: int
    after: int = 0
    broken: str | None = None

    def since(self, mark: Mark) -> Part:
        """Return what is of it after a mark, which may have been made when it had broken off."""
        start_ns, after = mark
        return self._replace(start_ns=start_ns, after=after, end_ns=max(start_ns, self.end_ns))


def build(parts: Sequence[Part]) -> Timeline:
    """Make one timeline of loops that ran one after another; it ends where one broke off."""
    spans: list[Span] = []
    events: list[Event] = []
    before_ns = 0
    broken = None
    for part in parts:
        building = _Building(part, len(spans), part.start_ns - before_ns)
        spans += building.spans()
        events += building.events()
        before_ns += part.end_ns - part.start_ns
        broken = part.broken
        if broken is not None:
            break
    return Timeline(
        spans=tuple(spans),
        events=tuple(events),
        seconds=before_ns / NANOSECONDS,
        left_out=sum(part.left_out for part in parts),
        start_ns=parts[0].start_ns if parts else 0,
        broken=broken,
    )


class _Building:
    """One part being made into spans; ``zero_ns`` is when its timeline begins."""

    def __init__(self, part: Part, first_id: int, zero_ns: int) -> None:
        self._part = part
        self._zero_ns = zero_ns
        self._start_ns = part.start_ns
        drafts = [each for each in part.drafts if not 0 < each.end_order <= part.after]
        self._ordered = list(_in_display_order(drafts))
        self._ids = {draft: first_id + number for number, draft in enumerate(self._ordered)}

    def spans(self) -> Iterator[Span]:
        return map(self._span, self._ordered)

    def events(self) -> list[Event]:
        found = sorted(self._events(), key=lambda found: found[:2])
        return [event for _, _, event in found]

    def _events(self) -> Iterator[tuple[float, int, Event]]:
        """Yield every event with what puts it in order."""
        for draft in self._ordered:
            number = self._ids[draft]
            if draft.kind == "task" and draft.order > self._part.after:
                at = self._seconds(draft.start_ns)
                by = self._id(draft.parent)
                yield at, draft.order, Event(at, "created", number, by, self._name(draft))
            for piece in self._pieces(draft.pieces):
                if piece.state == "blocking":
                    at = self._seconds(piece.start_ns)
                    yield at, piece.order, Event(at, "blocked", number, None, piece.what)
                elif piece.state != "ready":
                    at = self._seconds(piece.end_ns)
                    by = self._id(piece.woken_by)
                    yield at, piece.order, Event(at, "woken", number, by, piece.what)
            if draft.end_ns is not None:
                at = self._seconds(draft.end_ns)
                yield at, draft.end_order, Event(at, "ended", number, None, draft.outcome)

    def _span(self, draft: Draft) -> Span:
        end_ns = self._part.end_ns if draft.end_ns is None else draft.end_ns
        pieces = self._pieces([*draft.pieces, *self._part.pieces.get(draft, ())])
        return Span(
            id=self._ids[draft],
            kind=draft.kind,
            name=self._name(draft),
            parent=self._id(draft.parent),
            start=self._seconds(max(draft.start_ns, self._start_ns)),
            end=self._seconds(end_ns),
            outcome=draft.outcome,
            error=draft.error,
            file=draft.file,
            line=draft.line,
            segments=tuple(map(self._segment, pieces)),
        )

    def _pieces(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Cut off what was before the recording."""
        return [
            piece._replace(start_ns=max(piece.start_ns, self._start_ns))
            for piece in pieces
            if piece.end_ns > self._start_ns
        ]

    def _segment(self, piece: Piece) -> Segment:
        return Segment(
            state=piece.state,
            start=self._seconds(piece.start_ns),
            end=self._seconds(piece.end_ns),
            what=piece.what,
            file=piece.file,
            line=piece.line,
            woken_by=self._id(piece.woken_by),
            waits_for=tuple(self._ids[span] for span in piece.spans if span in self._ids),
        )

    def _name(self, draft: Draft) -> str:
        return self._part.names.get(draft, draft.name)

    def _id(self, draft: Draft | None) -> int | None:
        return None if draft is None else self._ids.get(draft)

    def _seconds(self, at_ns: int) -> float:
        return (at_ns - self._zero_ns) / NANOSECONDS


def _in_display_order(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield each span directly before the spans it is the parent of."""
    kept = set(drafts)
    children: dict[Draft | None, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.start_ns, draft.order), reverse=True):
        parent = draft.parent if draft.parent in kept else None
        children.setdefault(parent, []).append(draft)
    # The earliest child is last in its list.
    ahead = children.get(None, [])
    while ahead:
        draft = ahead.pop()
        yield draft
        ahead += children.get(draft, [])
