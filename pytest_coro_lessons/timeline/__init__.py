"""The timeline of a program in virtual time: who waited when, for what, and who woke them."""

from .live import LiveTimeline
from .model import Event, Segment, Span, Timeline
from .record import record
from .recorder import Recorder

__all__ = ["Event", "LiveTimeline", "Recorder", "Segment", "Span", "Timeline", "record"]
