"""A disk for one program: a file is there some seconds after it was first asked for."""

import time


class Disk:
    def __init__(self, loop, files):
        """`files` has for each name the content and the seconds that it takes."""
        self._loop = loop
        self._files = files
        self._there_at = {}

    def latency(self, name):
        """Ask for a file. Return at once, with the seconds until the file is there."""
        _, seconds = self._files[name]
        now = self._loop.time()
        there_at = self._there_at.setdefault(name, now + seconds)
        return max(0.0, there_at - now)

    def read(self, name):
        """Return the content of a file. If it is not there yet, everything stops until it is."""
        seconds = self.latency(name)
        if seconds > 0:
            time.sleep(seconds)
        content, _ = self._files[name]
        return content
