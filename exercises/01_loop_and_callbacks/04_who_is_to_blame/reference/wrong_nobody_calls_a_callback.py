"""Belief: a callback starts by itself. The loop is who calls it, and stands above it."""

IN_CALLBACKS = ["page_arrived", "read_page", "parse"]
IN_COROUTINES = ["download", "get_page", "parse"]
