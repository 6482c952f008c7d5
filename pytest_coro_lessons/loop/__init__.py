"""The event loop that runs in virtual time."""

from .blocking import Blocking
from .virtual import VirtualTimeLoop

__all__ = ["Blocking", "VirtualTimeLoop"]
