"""Worker threads that take turns with the loop, so that they live in virtual time and in one order.

Rules:

1. Either the loop runs or one worker does, never two at once. A worker keeps its turn until it
   ends, sleeps or waits for a ``threading.Condition`` (and so an ``Event``, a ``queue.Queue``, a
   ``concurrent.futures.Future``) or for another worker's thread; turns go by the order in which the
   calls were made.
2. A worker that has the turn, or is about to get its first, holds the clock. One that sleeps waits
   for a timer of the loop like any task.
3. A worker that is stuck outside of all that loses its turn: before a lock, which another worker
   may hold, or in the real world. Which of them it is has to be guessed, from the line it stands
   at; in the real world it goes on holding the clock.
"""

from .crew import Crew
from .signals import Signal
from .worker import current_worker

__all__ = ["Crew", "Signal", "current_worker"]
