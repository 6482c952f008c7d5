"""The event loop that runs in virtual time."""

from .blocking import Blocking
from .ordering import sets_in_reverse
from .virtual import VirtualTimeLoop

__all__ = ["Blocking", "VirtualTimeLoop", "sets_in_reverse"]
