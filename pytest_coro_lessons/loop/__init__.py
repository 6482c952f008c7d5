"""The event loop that runs in virtual time."""

from .blocking import Blocking
from .observer import Observer, opened
from .ordering import sets_in_reverse
from .virtual import VirtualTimeLoop

__all__ = ["Blocking", "Observer", "VirtualTimeLoop", "opened", "sets_in_reverse"]
