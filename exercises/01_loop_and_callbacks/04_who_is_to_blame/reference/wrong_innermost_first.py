"""Belief: a traceback begins where the error happened. That is where it ends."""

IN_CALLBACKS = ["parse", "read_page", "page_arrived", "run"]
IN_COROUTINES = ["parse", "get_page", "download"]
