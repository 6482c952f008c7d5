"""``datetime`` and ``time`` follow virtual time, through freezegun.

Rule: a thread that does not live in virtual time never notices. It reads what it would read without
this package: the real clocks and the machine's time zone, or the date of a plain ``freeze_time``.

freezegun puts its functions into every module when the first freeze starts. That costs
milliseconds, while a freeze inside another costs almost nothing. So one freeze of ours, the *hold*,
stays below all others, and during it a table of freezegun's names is replaced, so that its
functions ask this package first. Entering a `WallClock` then only adds it to a list.
"""

from .clock import WallClock
from .hold import hold, release

__all__ = ["WallClock", "hold", "release"]
