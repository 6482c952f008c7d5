"""Explore: find the order in which a program breaks, replay it, say what is unusual about it."""

from .campaign import explore, replay
from .cancelling import cancelled_somewhere
from .model import Deviation, Exploration, Failure, Name, Row
from .token import Token, TokenError

__all__ = [
    "Deviation",
    "Exploration",
    "Failure",
    "Name",
    "Row",
    "Token",
    "TokenError",
    "cancelled_somewhere",
    "explore",
    "replay",
]
