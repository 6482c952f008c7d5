"""The timeline of a program in virtual time: who waited when, for what, and who woke them."""

from .model import Event, Segment, Span, Timeline

__all__ = ["Event", "Segment", "Span", "Timeline"]
