"""Belief: whoever arranges for a callback has called it. By then they have long returned."""

IN_CALLBACKS = ["start_download", "run", "connected", "page_arrived", "read_page", "parse"]
IN_COROUTINES = ["download", "get_page", "parse"]
