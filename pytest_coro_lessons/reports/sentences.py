"""What a picture of a timeline says, in words: for those who read it, and for those who hear it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from pytest_coro_lessons.reports.cells import tame
from pytest_coro_lessons.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_coro_lessons.reports.rows import Folded, Row
    from pytest_coro_lessons.timeline import Event, Segment, Span, Timeline

# How many of a kind are told before the rest is only counted.
_TOLD = 3


def seconds(value: float) -> str:
    """Write virtual seconds with no more digits than there are, or than anybody reads."""
    value = round(value, 9) or 0.0
    exact = f"{value:.12g}"
    if len(exact) <= 7:
        return exact
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"


@dataclass(frozen=True)
class Teller:
    """Tells one timeline in one language."""

    timeline: Timeline
    language: str

    @property
    def texts(self) -> Texts:
        return Texts(__package__, self.language)

    # The timeline as a whole.

    def headline(self) -> str:
        """Tell the two numbers that are the diagnosis: how long, and how much at once."""
        texts, total = self.texts, seconds(self.timeline.seconds)
        count = self.timeline.max_in_flight
        head = texts("timeline.seconds", seconds=total)
        if count:
            head = texts("timeline.in_flight", seconds=total, count=count)
        blocked = sum(part.end - part.start for part in self._segments("blocking"))
        return head + (texts("timeline.of_it_blocked", seconds=seconds(blocked)) if blocked else "")

    def notes(self, folded: Iterable[Folded] = ()) -> list[str]:
        """Tell what must not be missed, the worst first."""
        return [
            *self._broken(),
            *self._blocking(),
            *self._starvation(),
            *self._one_after_another(),
            *self._bad_ends(),
            *(self._folded(one) for one in folded),
            *self._left_out(),
        ]

    def _segments(self, state: str) -> Iterator[Segment]:
        return (one for span in self.timeline for one in span.segments if one.state == state)

    def _broken(self) -> Iterator[str]:
        timeline = self.timeline
        if timeline.broken is not None:
            at, error = seconds(timeline.seconds), tame(timeline.broken)
            yield self.texts("timeline.broken", at=at, error=error)

    def _blocking(self) -> Iterator[str]:
        lengths: dict[tuple[str | None, int | None, str], list[float]] = defaultdict(list)
        for part in self._segments("blocking"):
            lengths[part.file, part.line, part.what].append(part.end - part.start)
        for (file, line, what), times in list(lengths.items())[:_TOLD]:
            yield self._at(file, line) + self.texts(
                "timeline.blocked", what=tame(what), seconds=seconds(sum(times)), count=len(times)
            )

    def _starvation(self) -> Iterator[str]:
        waited: dict[int, float] = defaultdict(float)
        for span in self.timeline:
            for part in span.segments:
                if part.state == "ready":
                    waited[span.id] += part.end - part.start
        if waited:
            longest = max(waited, key=waited.__getitem__)
            yield self.texts(
                "timeline.starved",
                name=self.name(self.timeline.spans[longest]),
                seconds=seconds(waited[longest]),
                count=len(waited),
            )

    def _one_after_another(self) -> Iterator[str]:
        if self.timeline.max_in_flight != 1:
            return
        siblings: dict[int | None, list[Span]] = defaultdict(list)
        for span in self.timeline:
            if span.end > span.start:
                siblings[span.parent].append(span)
        for children in siblings.values():
            for first, second in pairwise(children):
                # Touching to the nanosecond: a later start might have had another reason.
                if round(second.start - first.end, 9) == 0:
                    first_name, second_name = self.name(first), self.name(second)
                    yield self._at(second.file, second.line) + self.texts(
                        "timeline.starts_after", second=second_name, first=first_name
                    )
                    return

    def _bad_ends(self) -> Iterator[str]:
        told: set[str | None] = set()
        failed = [span for span in self.timeline if span.outcome == "failed"]
        # The same exception passes through everyone who awaits it; where it began says most.
        passed_on = {(span.parent, span.error) for span in failed}
        for span in failed:
            # Of one whose exception nobody saw, the picture says all that is known.
            if span.error is not None and (span.id, span.error) not in passed_on:
                if span.error not in told and len(told) < _TOLD:
                    yield self._at(span.file, span.line) + self.texts(
                        "timeline.failed_with",
                        name=self.name(span),
                        at=seconds(span.end),
                        error=tame(span.error),
                    )
                told.add(span.error)

    def _folded(self, folded: Folded) -> str:
        texts = self.texts
        if not folded.shown:
            return texts("timeline.too_deep", count=folded.count)
        key = "timeline.folded" if folded.name else "timeline.folded_mixed"
        told = texts(key, name=tame(folded.name), times=folded.count, count=folded.shown)
        for outcome, number in (("failed", folded.failed), ("cancelled", folded.cancelled)):
            if number:
                told += texts(f"timeline.folded_{outcome}", count=number)
        return told

    def _left_out(self) -> Iterator[str]:
        if self.timeline.left_out:
            yield self.texts("timeline.left_out", count=self.timeline.left_out)

    def awakenings(self, most: int) -> list[str]:
        """Tell who created and who woke whom; what the clock did says nothing new."""
        told = [
            self._awakening(event, event.by)
            for event in self.timeline.events
            if event.kind in ("created", "woken") and event.by is not None
        ]
        rest = len(told) - most
        return told if rest <= 0 else [*told[:most], self.texts("timeline.more", count=rest)]

    def _awakening(self, event: Event, by: int) -> str:
        spans = self.timeline.spans
        # Who waits for a task is woken by its end, which needs no words.
        is_plain = event.kind == "woken" and event.what.startswith("task")
        return self.texts(
            "timeline.woken_plain" if is_plain else f"timeline.{event.kind}",
            at=seconds(event.at),
            by=self.name(spans[by]),
            name=self.name(spans[event.span]),
            what=tame(event.what),
        )

    # One row.

    def name(self, span: Span) -> str:
        return self.texts("timeline.your_code") if self._is_root(span) else tame(span.name)

    def _is_root(self, span: Span) -> bool:
        return span.id == 0 and span.parent is None and span.kind == "task"

    def label(self, row: Row) -> str:
        if row.folded:
            return self.texts("timeline.more", count=len(row.spans))
        return self.name(row.spans[0])

    def sentence(self, row: Row) -> str:
        """Tell a row to somebody who does not see it."""
        texts = self.texts
        first = row.spans[0]
        is_named_by_us = row.folded or self._is_root(first)
        key = "sentence.row" if is_named_by_us else f"sentence.{first.kind}"
        told = [
            texts(
                key,
                name=self.label(row),
                place="" if row.folded else self._in(first.file, first.line),
                start=seconds(row.start),
                end=seconds(row.end),
                outcome=self.outcome(row),
            )
        ]
        return " ".join([*told, *self.states(row)])

    def states(self, row: Row) -> tuple[str, ...]:
        """Tell the first stretches of a row, each in a sentence, and how many more there are."""
        told = [f"{self._state(part)}." for part in sorted(row.segments, key=_start)[:_TOLD]]
        rest = len(row.segments) - _TOLD
        return (*told, self.texts("sentence.more", count=rest)) if rest > 0 else tuple(told)

    def _state(self, part: Segment) -> str:
        told = self.texts(
            f"sentence.{part.state}",
            start=seconds(part.start),
            end=seconds(part.end),
            what=self.what(part),
        )
        return told.removesuffix(": ") + self._in(part.file, part.line)

    def what(self, part: Segment) -> str:
        """Tell what a segment waits for; tasks by their names, in the reader's language."""
        if not part.waits_for or not part.what.startswith("task"):
            return tame(part.what)
        spans = self.timeline.spans
        names = ", ".join(self.name(spans[number]) for number in part.waits_for)
        return self.texts("timeline.tasks", count=len(part.waits_for), names=names)

    def outcome(self, row: Row) -> str:
        return self.texts(f"sentence.ended_{row.outcome}")

    # Places.

    def place(self, file: str | None, line: int | None) -> str:
        """Name a line of code; its file only if the timeline has several."""
        short = self.short_place(file, line)
        return self.texts("timeline.line", line=short) if short.isdecimal() else short

    def short_place(self, file: str | None, line: int | None) -> str:
        """Name a line of code by its number, if that is enough."""
        if line is None:
            return ""
        return f"{basename(file)}:{line}" if file and self._has_several_files else str(line)

    def _at(self, file: str | None, line: int | None) -> str:
        place = self.place(file, line)
        return f"{place}: " if place else ""

    def _in(self, file: str | None, line: int | None) -> str:
        place = self.place(file, line)
        return f" ({place})" if place else ""

    @cached_property
    def _has_several_files(self) -> bool:
        spans = self.timeline.spans
        files = {span.file for span in spans}
        files.update(part.file for span in spans for part in span.segments)
        return len(files - {None}) > 1


def basename(file: str) -> str:
    """Take the last part of a path of any system: a timeline may come from another machine."""
    return re.split(r"[\\/]", file)[-1]


def _start(part: Segment) -> float:
    return part.start
