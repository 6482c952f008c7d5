"""The functions of program.py that each of its two tracebacks shows, outermost first."""

# `start_download` and `connected` had returned when the page arrived: they left a callback
# behind and went home. `run` is who called `page_arrived`, so that is all the traceback can
# tell. It does not say which download this was, nor where it was started.
IN_CALLBACKS = ["run", "page_arrived", "read_page", "parse"]

# `download` waits for `get_page`, and `get_page` called `parse`: neither has returned. `connect`
# and `receive` have. So the traceback tells the story in the order in which it is written.
IN_COROUTINES = ["download", "get_page", "parse"]
