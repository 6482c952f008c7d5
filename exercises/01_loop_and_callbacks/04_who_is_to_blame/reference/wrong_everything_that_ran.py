"""Belief: a traceback shows everything that ran. What has returned leaves no trace in it."""

IN_CALLBACKS = [
    "start_download",
    "run",
    "connected",
    "ask_for_page",
    "page_arrived",
    "read_page",
    "parse",
]
IN_COROUTINES = ["download", "connect", "get_page", "receive", "parse"]
