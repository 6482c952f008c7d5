"""Belief: a coroutine that is paused is not in the traceback. Each await stays there."""

IN_CALLBACKS = ["run", "page_arrived", "read_page", "parse"]
IN_COROUTINES = ["parse"]
