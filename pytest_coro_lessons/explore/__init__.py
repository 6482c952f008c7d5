"""Explore: find the order in which a program breaks, replay it, say what is unusual about it."""

from .campaign import explore, replay
from .cancelling import cancelled_somewhere
from .facts import from_facts, to_facts
from .model import Deviation, Exploration, Failure, Name, Row, only_one
from .run import GivenUp, LostTaskError
from .sweeps import Sweep
from .token import Token, TokenError

__all__ = [
    "Deviation",
    "Exploration",
    "Failure",
    "GivenUp",
    "LostTaskError",
    "Name",
    "Row",
    "Sweep",
    "Token",
    "TokenError",
    "cancelled_somewhere",
    "explore",
    "from_facts",
    "only_one",
    "replay",
    "to_facts",
]
