"""The timeline of a program in virtual time: who waited when, for what, and who woke them."""

from .model import Event, Segment, Span, Timeline
from .record import record
from .recorder import Recorder

__all__ = ["Event", "Recorder", "Segment", "Span", "Timeline", "record"]
